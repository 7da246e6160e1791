using SealosIstio.Migration.Assessment;

namespace SealosIstio.Migration.Rollback.Verification;

/// <summary>How a rollback's check words what it found.</summary>
internal static class RollbackResults
{
    private const string Suite = "Rollback";

    /// <summary>So many objects are named one by one; the rest is a number.</summary>
    private const int ShownObjects = 20;

    /// <summary>One result of the check.</summary>
    public static SealosCheckResult Result(
        string name,
        string target,
        CheckStatus status,
        string expected,
        string actual,
        string? detail
    ) => new(Suite, name, target, status, expected, actual, detail);

    /// <summary>A result for each object; when there are too many, one for all of the rest.</summary>
    /// <param name="items">The objects.</param>
    /// <param name="one">Makes an object's result.</param>
    /// <param name="rest">Makes the result of the rest: from how many they are, and the objects.</param>
    public static IEnumerable<SealosCheckResult> Each<T>(
        IReadOnlyList<T> items,
        Func<T, SealosCheckResult> one,
        Func<string, IEnumerable<T>, SealosCheckResult> rest
    )
    {
        foreach (var item in items.Take(ShownObjects))
            yield return one(item);
        if (items.Count > ShownObjects)
            yield return rest($"{items.Count - ShownObjects} more", items.Skip(ShownObjects));
    }

    /// <summary>A few names, and how many more there are.</summary>
    public static string Some(IReadOnlyCollection<string> names) =>
        names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";
}
