namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>
/// The steps of a snippet, and what they amount to for each combination of the tests that they put to a request. nginx
/// decides step by step; a VirtualService decides once, by the first route that fits.
/// </summary>
/// <param name="steps">The steps.</param>
/// <param name="tellsIfs">Whether requests for which an if holds are told from others even when it says nothing of headers.</param>
internal sealed class SnippetProgram(IReadOnlyList<SnippetStep> steps, bool tellsIfs = false)
{
    /// <summary>Every combination of tests is tried, so there can't be many.</summary>
    public const int MaximumTests = 6;

    /// <summary>The tests that the steps put to a request, each once.</summary>
    public IReadOnlyList<RequestTest> Tests { get; } = [.. TestsOf(steps).Distinct()];

    /// <summary>
    /// An ordered list that decides as the steps do: the first entry all of whose tests hold is the outcome. The last entry
    /// has no tests. Null when a value can't be computed beforehand.
    /// </summary>
    public IReadOnlyList<(IReadOnlyList<RequestTest> Tests, SnippetOutcome Outcome)>? Decide()
    {
        var combinations = new List<(int Holding, SnippetOutcome Outcome)>();
        for (var holding = 0; holding < 1 << Tests.Count; holding++)
        {
            if (Run(holding) is not { } outcome)
                return null;
            combinations.Add((holding, outcome));
        }
        // From the narrowest to the widest, so that an entry may leave out the tests that fail: a request for which they held
        // has been taken by an entry before. Within one width, the outcomes that end the rewrite module come first, in the
        // order of the steps, then the headers of the last if.
        var ranks = Ranks();
        var ordered = combinations
            .OrderByDescending(entry => int.PopCount(entry.Holding))
            .ThenBy(entry => ranks.GetValueOrDefault(entry.Outcome, int.MaxValue))
            .ThenBy(entry => entry.Holding)
            .ToList();
        var kept = new List<(int Holding, SnippetOutcome Outcome)>();
        for (var index = ordered.Count - 1; index >= 0; index--)
        {
            var entry = ordered[index];
            // The entry is superfluous when the requests it takes would meet the same outcome without it.
            var next = kept.FindIndex(other => (other.Holding & ~entry.Holding) == 0);
            if (next < 0 || kept[next].Outcome != entry.Outcome)
                kept.Insert(0, entry);
        }
        return
        [
            .. kept.Select(entry =>
                (
                    (IReadOnlyList<RequestTest>)[.. Tests.Where((_, bit) => (entry.Holding & (1 << bit)) != 0)],
                    entry.Outcome
                )
            ),
        ];
    }

    private Dictionary<SnippetOutcome, int> Ranks()
    {
        var ranks = new Dictionary<SnippetOutcome, int>();
        for (var bit = 0; bit < Tests.Count; bit++)
            if (Run(1 << bit) is { } outcome && outcome != SnippetOutcome.Own)
                ranks.TryAdd(outcome, outcome is { Answer: null, Rewrite: null } ? Tests.Count * 2 - bit : bit);
        return ranks;
    }

    private SnippetOutcome? Run(int holding)
    {
        var run = new SnippetRun(test => (holding & (1 << Index(test))) != 0, tellsIfs);
        return run.Follow(steps) ? run.Outcome : null;
    }

    private int Index(RequestTest test)
    {
        for (var index = 0; index < Tests.Count; index++)
            if (Tests[index] == test)
                return index;
        return 31;
    }

    private static IEnumerable<RequestTest> TestsOf(IEnumerable<SnippetStep> steps) =>
        steps.SelectMany(step =>
            step switch
            {
                IfStep { Test: { } test } branch => TestsOf(branch.Body).Prepend(test),
                IfStep branch => TestsOf(branch.Body),
                PathStep { Test: { } test } => [test],
                _ => [],
            }
        );
}
