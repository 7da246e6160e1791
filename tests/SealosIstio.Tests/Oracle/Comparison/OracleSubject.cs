namespace SealosIstio.Tests.Oracle.Comparison;

/// <summary>A range of cases about one subject.</summary>
/// <param name="Name">The subject.</param>
/// <param name="First">First case number.</param>
/// <param name="Last">Last case number.</param>
/// <param name="IsCore">Whether the subject is one that a gateway can be expected to keep (the 92 % of the acceptance).</param>
internal sealed record OracleSubject(string Name, int First, int Last, bool IsCore)
{
    public static IReadOnlyList<OracleSubject> All { get; } =
    [
        new("paths", 1, 23, IsCore: true),
        new("regex", 24, 29, IsCore: true),
        new("rewrites", 30, 44, IsCore: true),
        new("https redirects", 45, 54, IsCore: true),
        new("redirects", 55, 63, IsCore: true),
        new("hosts and default backends", 64, 73, IsCore: true),
        new("ports and endpoints", 74, 77, IsCore: true),
        new("cors", 78, 85, IsCore: true),
        new("canaries", 86, 99, IsCore: true),
        new("headers", 100, 105, IsCore: true),
        new("snippets", 106, 121, IsCore: false),
        new("access", 122, 135, IsCore: false),
        new("limits, errors, affinity, mirrors", 136, 144, IsCore: false),
        new("tls", 145, 156, IsCore: true),
        new("classes and the rest", 157, 178, IsCore: false),
    ];

    public static OracleSubject Of(OracleCase item) =>
        All.Single(subject => subject.First <= item.Number && item.Number <= subject.Last);
}
