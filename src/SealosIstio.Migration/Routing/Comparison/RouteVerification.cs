using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>Lets a conversion pass only as far as both routers agree on it, or findings say why they don't.</summary>
public static class RouteVerification
{
    private const string Field = "spec.rules";

    /// <summary>Verifies the selected part of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the verification.</param>
    /// <returns>The selected part; hosts with an undeclared difference are refused.</returns>
    public static ConversionResult Verify(SelectedRun run, CancellationToken cancellationToken = default) =>
        Verify(RouteComparison.Of(run), run.Selected, cancellationToken);

    /// <summary>Verifies a part of what a comparison was made for.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="result">The part.</param>
    /// <param name="cancellationToken">Ends the verification.</param>
    public static ConversionResult Verify(
        RouteComparison comparison,
        ConversionResult result,
        CancellationToken cancellationToken = default
    )
    {
        var groups = result
            .Groups.AsParallel()
            .AsOrdered()
            .WithCancellation(cancellationToken)
            .Select(group => Verify(comparison, group, cancellationToken))
            .ToList();
        var withheld = result
            .Groups.Zip(groups)
            .Where(pair => pair.First.Status != pair.Second.Status)
            .SelectMany(pair => pair.First.Objects)
            .ToList();
        return new ConversionResult(NeededObjects.Restore(groups, withheld), result.RunFindings);
    }

    private static HostGroupConversion Verify(
        RouteComparison comparison,
        HostGroupConversion group,
        CancellationToken cancellationToken
    )
    {
        var source = group.Source.Count == 0 ? "" : group.Source[0].ToString();
        var findings = new List<Finding>();
        var uncompared = new List<string>();
        foreach (var host in group.Hosts)
        {
            var (requests, undeclared) = Compare(comparison, group, host, cancellationToken);
            if (requests == 0)
                uncompared.Add(host);
            if (undeclared.Count > 0)
                findings.Add(Describe(source, host, undeclared));
        }
        foreach (var issue in comparison.GatewayIssuesOf(group))
            findings.Add(FindingCatalog.PartRefusedByGateway.On(source, Field, issue.Source, issue.ToString()));
        var isRefused = findings.Count > 0;
        // What nobody asked for is not agreed on. Of other groups no request is expected: they aren't converted, or answer 503.
        if (group.Status is ConversionStatus.Converted or ConversionStatus.ConvertedWithWarnings)
            findings.AddRange(
                uncompared.Select(host =>
                    FindingCatalog.NothingCompared.On(source, Field, host, $"No request to {host} was compared")
                )
            );
        foreach (var issue in comparison.UnmodelledIn(group))
            findings.Add(FindingCatalog.NotVerified.On(issue.Source, issue.Field, message: issue.Message));
        return findings.Count == 0
            ? group
            : group with
            {
                Findings = [.. group.Findings, .. findings],
                Objects = isRefused ? [] : group.Objects,
                Status = isRefused ? ConversionStatus.Refused : group.Status,
            };
    }

    private static (int Requests, List<RouteComparisonResult> Undeclared) Compare(
        RouteComparison comparison,
        HostGroupConversion group,
        string host,
        CancellationToken cancellationToken
    )
    {
        var undeclared = new List<RouteComparisonResult>();
        var requests = 0;
        foreach (var result in comparison.Compare(group, host))
        {
            cancellationToken.ThrowIfCancellationRequested();
            requests++;
            if (!result.IsDeclared)
                undeclared.Add(result);
        }
        return (requests, undeclared);
    }

    private static Finding Describe(string source, string host, List<RouteComparisonResult> undeclared)
    {
        var first = undeclared[0];
        return FindingCatalog.UndeclaredDifference.On(
            source,
            Field,
            host,
            $"{undeclared.Count} requests to {host} are answered differently, and no finding says why. The first: {first.Request}: "
                + string.Join("; ", first.Undeclared)
        );
    }
}
