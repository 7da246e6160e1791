using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Completion;

/// <summary>Offers the names of the cluster's routing objects, within the kind and namespace that were typed before.</summary>
public sealed class ResourceNameCompleter : IArgumentCompleter
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
        var query = new ResourceQuery(
            connection.Cluster,
            Typed(fakeBoundParameters["Kind"]),
            new NamePatterns([wordToComplete.Trim('\'', '"') + "*"]),
            Typed(fakeBoundParameters["Namespace"])
        );
        return CompletionText.Matching(wordToComplete, LiveCompletion.Names(query.ReadAsync));
    }

    private static NamePatterns Typed(object? value) =>
        new(
            value switch
            {
                string one => [one],
                IEnumerable several => several.Cast<object?>().Select(each => each?.ToString() ?? ""),
                _ => null,
            }
        );
}
