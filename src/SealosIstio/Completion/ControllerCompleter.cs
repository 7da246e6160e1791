using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SealosIstio.Migration.Controllers;

namespace SealosIstio.Completion;

/// <summary>Offers the names of Sealos' controllers.</summary>
public sealed class ControllerCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) => CompletionText.Matching(wordToComplete, SealosController.All.Select(controller => controller.Name));
}
