using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Completion;

/// <summary>Offers the kinds of Istio and cert-manager that have a class; asks no cluster.</summary>
public sealed class KindCompleter : IArgumentCompleter
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
            KnownTypes
                .All.Select(known => known.ResourceType)
                .Where(type => ServedTypes.IsIstio(type.Group) || type.Group == "cert-manager.io")
                .Select(type => type.Kind)
        );
}
