using System.Collections.Concurrent;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>Collects what fails while objects are dealt with in parallel.</summary>
internal sealed class ProblemList(CutoverStep step)
{
    private readonly ConcurrentQueue<CutoverProblem> problems = new();

    /// <summary>What failed, by object.</summary>
    public IReadOnlyList<CutoverProblem> All =>
        [.. problems.OrderBy(problem => problem.Resource.ToString(), StringComparer.Ordinal)];

    public void Add(CutoverProblem problem) => problems.Enqueue(problem);

    public void Add(ResourceIdentity resource, string message, Exception? error = null) =>
        problems.Enqueue(new CutoverProblem(step, resource, message, Error: error));

    /// <summary>Does something with each item; what concerns one object doesn't stop the rest.</summary>
    public Task ForEachAsync<T>(
        IEnumerable<T> items,
        Func<T, ResourceIdentity> identify,
        int throttleLimit,
        Func<T, CancellationToken, Task> action,
        CancellationToken cancellationToken
    ) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = throttleLimit, CancellationToken = cancellationToken },
            async (item, token) =>
            {
                try
                {
                    await action(item, token);
                }
                catch (Exception exception) when (SingleObject.IsFailure(exception))
                {
                    Add(identify(item), exception.Message, exception);
                }
            }
        );
}
