using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SealosIstio.Connections;

namespace SealosIstio.Completion;

/// <summary>Offers the names of the open connections.</summary>
public sealed class ConnectionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        CompletionText.Matching(
            wordToComplete,
            ConnectionStore.Current.Connections.Select(connection => connection.Name)
        );
}
