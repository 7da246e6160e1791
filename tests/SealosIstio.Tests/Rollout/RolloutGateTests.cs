using System.Net;
using Microsoft.AspNetCore.Http;
using SealosIstio.Migration.Rollout;
using SealosIstio.Migration.Rollout.Gates;
using SealosIstio.Probing;
using SealosIstio.Tests.Api;

namespace SealosIstio.Tests.Rollout;

/// <summary>The gates, asked of a server that answers as Prometheus does.</summary>
public sealed class RolloutGateTests
{
    private static readonly DateTimeOffset Started = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    // What a healthy gateway measures.
    private readonly Dictionary<string, string?> answers = new()
    {
        ["requests"] = "5000",
        ["success"] = "99.95",
        ["errors"] = "0.05",
        ["latency"] = "110",
        ["nginx latency"] = "100",
        ["nginx errors"] = "0.02",
    };

    private readonly Dictionary<string, string[]> ranges = [];
    private readonly List<IReadOnlyDictionary<string, string>> asked = [];

    [Fact]
    public async Task A_healthy_gateway_passes_and_the_baseline_is_nginx_before_the_rollout()
    {
        var results = await EvaluateAsync();

        Assert.Equal(
            ["Requests Pass", "Success Pass", "Errors Pass", "Latency Pass", "Availability Pass"],
            results.Select(result => $"{result.Gate} {result.Status}")
        );
        Assert.Equal(10, results.Single(result => result.Gate == "Latency").Value!.Value, 6);
        var baseline = asked.Single(form => Kind(form["query"]) == "nginx latency");
        Assert.Equal("1777636800", baseline["time"]);
        Assert.All(
            asked.Where(form => form["query"].Contains("istio_")),
            form => Assert.Contains("{reporter=\"source\",source_workload_namespace=\"istio-system\"", form["query"])
        );
    }

    [Theory]
    [InlineData("success", "99.8", "Success", RolloutGateStatus.Fail)]
    [InlineData("errors", "0.2", "Errors", RolloutGateStatus.Fail)]
    [InlineData("errors", "0.1", "Errors", RolloutGateStatus.Pass)]
    [InlineData("errors", "0.6", "Errors", RolloutGateStatus.StepBack)]
    [InlineData("latency", "116", "Latency", RolloutGateStatus.Fail)]
    [InlineData("latency", "126", "Latency", RolloutGateStatus.StepBack)]
    [InlineData("latency", null, "Latency", RolloutGateStatus.Unknown)]
    [InlineData("latency", "NaN", "Latency", RolloutGateStatus.Unknown)]
    [InlineData("nginx latency", null, "Latency", RolloutGateStatus.Unknown)]
    [InlineData("nginx latency", "0", "Latency", RolloutGateStatus.Unknown)]
    [InlineData("errors", null, "Errors", RolloutGateStatus.Unknown)]
    [InlineData("success", null, "Success", RolloutGateStatus.Unknown)]
    public async Task Each_gate_says_what_its_thresholds_say(
        string what,
        string? value,
        string gate,
        RolloutGateStatus status
    )
    {
        answers[what] = value;

        var results = await EvaluateAsync();

        Assert.Equal(status, results.Single(result => result.Gate == gate).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("99")]
    public async Task Too_few_requests_say_nothing_good_and_nothing_bad(string? count)
    {
        answers["requests"] = count;
        answers["errors"] = "100";
        ranges["errors"] = [.. Enumerable.Repeat("100", 11)];

        var results = await EvaluateAsync();

        Assert.All(results, result => Assert.Equal(RolloutGateStatus.Unknown, result.Status));
    }

    [Theory]
    [InlineData("errors", "1.1", "Errors")]
    [InlineData("latency", "151", "Latency")]
    [InlineData("success", "98.9", "Availability")]
    public async Task Only_what_is_bad_without_a_break_goes_back_to_the_start(string what, string value, string gate)
    {
        ranges[what] = [.. Enumerable.Repeat(value, 11)];
        Assert.Equal(RolloutGateStatus.Rollback, await OfAsync());

        // One good moment, one without a number, or a time that is too short.
        ranges[what] = [.. Enumerable.Repeat(value, 10), answers[what]!];
        Assert.NotEqual(RolloutGateStatus.Rollback, await OfAsync());
        ranges[what] = [.. Enumerable.Repeat(value, 9), "NaN", "NaN"];
        Assert.NotEqual(RolloutGateStatus.Rollback, await OfAsync());

        async Task<RolloutGateStatus> OfAsync() => (await EvaluateAsync()).Single(result => result.Gate == gate).Status;
    }

    [Theory]
    [InlineData(
        400,
        """{"status":"error","errorType":"bad_data","error":"parse error at char 3"}""",
        "bad_data: parse error"
    )]
    [InlineData(502, "<html>", "502 without JSON")]
    [InlineData(200, """{"status":"success"}""", "JSON that its HTTP API doesn't have")]
    [InlineData(
        200,
        """{"status":"success","data":{"resultType":"string","result":[1,"x"]}}""",
        "result type 'string'"
    )]
    [InlineData(
        200,
        """{"status":"success","data":{"resultType":"vector","result":[{"value":[1,"x"]}]}}""",
        "no number"
    )]
    [InlineData(
        200,
        """{"status":"success","data":{"resultType":"vector","result":[{"value":[1,"1"]},{"value":[1,"2"]}]}}""",
        "2 series"
    )]
    public async Task What_can_not_be_right_is_Unknown_and_says_why(int status, string body, string message)
    {
        await using var server = await TestApiServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = status;
                return context.Response.WriteAsync(body);
            },
            answersVersion: false
        );

        var results = await EvaluateAsync(server.Uri);

        Assert.All(results, result => Assert.Equal(RolloutGateStatus.Unknown, result.Status));
        Assert.Contains(message, results[0].Message);
    }

    [Fact]
    public async Task An_endless_answer_and_a_silent_server_are_Unknown()
    {
        await using var large = await TestApiServer.StartAsync(
            context => context.Response.WriteAsync(new string(' ', 2 * 1024 * 1024)),
            answersVersion: false
        );
        Assert.All(await EvaluateAsync(large.Uri), result => Assert.Equal(RolloutGateStatus.Unknown, result.Status));

        await using var silent = await TestApiServer.StartAsync(
            context => Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted),
            answersVersion: false
        );
        using var metrics = new PrometheusMetrics(silent.Uri, TimeSpan.FromMilliseconds(200));
        var exception = await Assert.ThrowsAsync<MetricException>(() => metrics.QueryAsync("1", Started));
        Assert.Contains("no answer within 0.2 s", exception.Message);
    }

    [Fact]
    public async Task A_path_before_the_API_and_a_redirect_are_as_they_should_be()
    {
        await using var server = await TestApiServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = (int)HttpStatusCode.Found;
                context.Response.Headers.Location = "http://169.254.169.254/";
                return Task.CompletedTask;
            },
            answersVersion: false
        );
        using var metrics = new PrometheusMetrics(new Uri(server.Uri, "/prometheus/"), Timeout);

        await Assert.ThrowsAsync<MetricException>(() => metrics.QueryAsync("1", Started));

        Assert.Equal(["POST /prometheus/api/v1/query"], server.Requests);
    }

    private async Task<IReadOnlyList<RolloutGateResult>> EvaluateAsync()
    {
        await using var server = await TestApiServer.StartAsync(AnswerAsync, answersVersion: false);
        return await EvaluateAsync(server.Uri);
    }

    private static async Task<IReadOnlyList<RolloutGateResult>> EvaluateAsync(Uri address)
    {
        using var metrics = new PrometheusMetrics(address, Timeout);
        return await new RolloutGateCheck(metrics, new RolloutThresholds(), "istio-system", Started).EvaluateAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var form = (await context.Request.ReadFormAsync()).ToDictionary(
            entry => entry.Key,
            entry => entry.Value.ToString()
        );
        asked.Add(form);
        var kind = Kind(form["query"]);
        var body =
            context.Request.Path.Value!.EndsWith("query_range", StringComparison.Ordinal)
                ? Matrix(ranges.GetValueOrDefault(kind) ?? [])
            : answers[kind] is { } value
                ? $$$"""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1.5,"{{{value}}}"]}]}}"""
            : """{"status":"success","data":{"resultType":"vector","result":[]}}""";
        await context.Response.WriteAsync(body);
    }

    private static string Matrix(string[] values) =>
        values.Length == 0
            ? """{"status":"success","data":{"resultType":"matrix","result":[]}}"""
            : $$$"""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[{{{string.Join(',', values.Select((value, i) => $"[{i},\"{value}\"]"))}}}]}]}}""";

    private static string Kind(string query) =>
        query.Contains("nginx_ingress_controller_request_duration_seconds_bucket") ? "nginx latency"
        : query.Contains("nginx_ingress_controller_requests") ? "nginx errors"
        : query.Contains("histogram_quantile") ? "latency"
        : query.Contains("response_code=~\"5..\"") ? "errors"
        : query.Contains("response_code=~\"[1-4]..\"") ? "success"
        : query.Contains("increase(istio_requests_total") ? "requests"
        : throw new InvalidOperationException(query);
}
