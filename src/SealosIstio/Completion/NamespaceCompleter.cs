using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Completion;

/// <summary>Offers the cluster's namespaces.</summary>
public sealed class NamespaceCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    )
    {
        if (LiveCompletion.ConnectionFor(fakeBoundParameters) is not { } connection)
            return [];
        var names = LiveCompletion.Names(token =>
            connection.Cluster.ListAsync(KnownTypes.Of<V1Namespace>(), null, token)
        );
        return CompletionText.Matching(wordToComplete, names);
    }
}
