using System.Runtime.CompilerServices;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>The comparison of the part of a run that the user chose, as a stream.</summary>
public static class SelectedComparison
{
    /// <summary>One result per request, as they come.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    public static IAsyncEnumerable<RouteComparisonResult> Compare(
        SelectedRun run,
        CancellationToken cancellationToken = default
    ) => Stream(run, static (comparison, group) => comparison.Compare(group), cancellationToken);

    /// <summary>One count per host, as they come.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    public static IAsyncEnumerable<HostComparison> Summarize(
        SelectedRun run,
        CancellationToken cancellationToken = default
    ) => Stream(run, static (comparison, group) => comparison.Summarize(group), cancellationToken);

    private static async IAsyncEnumerable<T> Stream<T>(
        SelectedRun run,
        Func<RouteComparison, HostGroupConversion, IEnumerable<T>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var comparison = RouteComparison.Of(run);
        foreach (var group in run.Selected.Groups)
        {
            // Nothing here waits; a stop is heard between two hosts and two requests.
            await Task.CompletedTask;
            foreach (var item in read(comparison, group))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return item;
            }
        }
    }
}
