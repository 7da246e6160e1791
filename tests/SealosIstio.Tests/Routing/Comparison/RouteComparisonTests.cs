using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Routing.Comparison;
using Xunit.Abstractions;

namespace SealosIstio.Tests.Routing.Comparison;

/// <summary>The comparison of nginx and gateway over generated requests.</summary>
public sealed class RouteComparisonTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_sample_cluster_is_answered_alike_or_a_finding_says_why_not()
    {
        var sample = await SampleComparison.LoadAsync();
        var results = sample.Comparison.Compare().ToList();
        output.WriteLine(
            $"{results.Count} requests, {results.Count(item => item.IsEqual)} equal, "
                + $"{results.Count(item => !item.IsEqual && item.IsDeclared)} declared, "
                + $"{results.Count(item => !item.IsDeclared)} undeclared"
        );
        foreach (var item in results.Where(item => !item.IsDeclared))
            output.WriteLine(Describe(item));
        foreach (
            var group in results.Where(item => !item.IsEqual).GroupBy(Reason).OrderByDescending(group => group.Count())
        )
            output.WriteLine(
                $"{group.Count(), 5} {group.Key}   e.g. {group.First().Request}: {group.First().Nginx} / {group.First().Gateway}"
            );

        Assert.Empty(sample.Comparison.GatewayIssues);
        Assert.True(results.Count > 4000, $"only {results.Count} requests");
        Assert.True(results.Count(item => item.IsEqual) * 2 > results.Count, "less than half is answered alike");
        Assert.Empty(results.Where(item => !item.IsDeclared).Select(Describe));
    }

    [Fact]
    public async Task Every_host_of_the_sample_is_counted_once_and_refused_ones_name_their_errors()
    {
        var sample = await SampleComparison.LoadAsync();
        var hosts = sample.Result.Groups.SelectMany(sample.Comparison.Summarize).ToList();

        Assert.Equal(sample.Result.Groups.Sum(group => group.Hosts.Count), hosts.Count);
        Assert.All(
            hosts,
            host =>
            {
                Assert.Equal(host.Requests, host.Equal + host.Declared + host.Undeclared);
                Assert.Equal(host.Status <= ConversionStatus.ConvertedWithWarnings, host.Requests > 0);
                Assert.Equal(
                    host.IsRefused,
                    host.Requests == 0
                        && host.Findings.Any(finding => finding.Severity == Migration.Findings.FindingSeverity.Error)
                );
            }
        );
        Assert.Contains(hosts, host => host.IsRefused);
    }

    [Fact]
    public async Task A_group_of_a_chosen_part_is_compared_as_that_of_the_whole()
    {
        var sample = await SampleComparison.LoadAsync();
        var group = sample.Result.Groups.First(group => group.Status == ConversionStatus.Converted);
        // As SelectedConversion makes it: with the objects that the part needs beside its own.
        var chosen = group with
        {
            Objects = [.. group.Objects],
        };

        var expected = Assert.Single(sample.Comparison.Summarize(group));
        var actual = Assert.Single(sample.Comparison.Summarize(chosen));

        Assert.True(expected.Requests > 0);
        Assert.Equal(expected.Requests, actual.Requests);
    }

    private static string Reason(RouteComparisonResult item) =>
        string.Join(",", item.Differences.Select(difference => difference.Aspect).Take(3))
        + " <- "
        + string.Join(",", item.Explanations.Select(finding => $"{finding.Code} {finding.Field}").Distinct().Take(6));

    private static string Describe(RouteComparisonResult item) =>
        $"{item.Request}\n   nginx   {item.Nginx}  <- {item.NginxRoute}\n   gateway {item.Gateway}  <- {item.GatewayRoute}\n   "
        + string.Join("\n   ", item.Undeclared);
}
