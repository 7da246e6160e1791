using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>What came of comparing the requests for one host.</summary>
/// <param name="Host">The host; <c>*</c> for rules without one.</param>
/// <param name="Status">What became of the host's conversion. Nothing is compared unless it was converted.</param>
/// <param name="Requests">How many requests were compared.</param>
/// <param name="Equal">How many of them are answered alike.</param>
/// <param name="Declared">How many differ, and findings say so.</param>
/// <param name="Undeclared">How many differ without a finding that says so: a bug, please report it.</param>
/// <param name="Findings">The findings that declare differences, or that refuse the host.</param>
public sealed record HostComparison(
    string Host,
    ConversionStatus Status,
    int Requests,
    int Equal,
    int Declared,
    int Undeclared,
    IReadOnlyList<Finding> Findings
)
{
    /// <summary>Whether the host was not converted because of an Error, and so not compared.</summary>
    public bool IsRefused => Status == ConversionStatus.Refused;

    /// <summary>Counts the results of one host while they come.</summary>
    internal static HostComparison Of(
        string host,
        HostGroupConversion group,
        IEnumerable<RouteComparisonResult> results
    )
    {
        var (requests, equal, undeclared) = (0, 0, 0);
        var findings = new HashSet<Finding>();
        foreach (var result in results)
        {
            requests++;
            equal += result.IsEqual ? 1 : 0;
            undeclared += result.IsDeclared ? 0 : 1;
            findings.UnionWith(result.Explanations);
        }
        if (group.Status == ConversionStatus.Refused)
            findings.UnionWith(group.Findings.Where(finding => finding.Severity == FindingSeverity.Error));
        return new HostComparison(
            host,
            group.Status,
            requests,
            equal,
            requests - equal - undeclared,
            undeclared,
            [.. findings]
        );
    }
}
