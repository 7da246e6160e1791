using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;

namespace SealosIstio.Completion;

/// <summary>Offers the contexts of the kubeconfig; reads files and asks no server.</summary>
public sealed class ContextCompleter : IArgumentCompleter
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
        try
        {
            return CompletionText.Matching(
                wordToComplete,
                Kubeconfig.Load(fakeBoundParameters["KubeConfig"]?.ToString()).ContextNames
            );
        }
        // Completion has no stream for errors; the command itself will say what is wrong with the file.
        catch (KubeconfigException)
        {
            return [];
        }
    }
}
