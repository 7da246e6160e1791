using SealosIstio.Tests.Oracle;
using Xunit.Abstractions;

namespace SealosIstio.Tests.Routing;

/// <summary>The nginx model against everything that a real ingress-nginx answered.</summary>
public sealed class NginxRouterOracleTests(ITestOutputHelper output)
{
    /// <summary>The requests whose recorded answer the model does not give, each with the reason.</summary>
    private static readonly Dictionary<string, string> Exceptions = new();

    public static TheoryData<string> CaseNames => new(OracleCase.Load().Select(item => item.Name));

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Decides_as_recorded(string name)
    {
        var item = OracleCase.Load().Single(item => item.Name == name);
        var router = OracleNginx.Create(item);
        var wrong = new List<string>();
        foreach (var (request, answer) in item.Exchanges)
        {
            var differences = OracleComparison.Differences(router, item, request, answer);
            var isExcepted = Exceptions.ContainsKey($"{item.Name}/{request.Id}");
            if (differences.Count > 0 != isExcepted)
                wrong.Add(
                    $"{request.Id} {request.Request}: "
                        + (isExcepted ? "is listed as an exception and agrees" : string.Join("; ", differences))
                );
        }
        foreach (var issue in router.Issues)
            output.WriteLine(issue.ToString());
        Assert.True(router.Rejection is not null == item.Exchanges[0].Answer.IsConfigRejected, $"{router.Rejection}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void At_least_99_percent_of_the_recorded_answers_are_decided_alike()
    {
        var total = OracleCase.Load().Sum(item => item.Exchanges.Count);

        Assert.Equal(802, total);
        Assert.True(Exceptions.Count * 100 <= total, $"{Exceptions.Count} exceptions of {total}");
    }
}
