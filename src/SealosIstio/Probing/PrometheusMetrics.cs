using System.Globalization;
using System.Text.Json;
using SealosIstio.Migration.Rollout.Gates;

namespace SealosIstio.Probing;

/// <summary>
/// Asks a Prometheus server over its HTTP API (<c>/api/v1/query</c> and <c>/api/v1/query_range</c>). Follows no redirect, and reads no
/// answer that is larger than a megabyte.
/// </summary>
internal sealed class PrometheusMetrics : IMetricSource, IDisposable
{
    private const int MaximumAnswer = 1024 * 1024;

    private readonly Uri address;
    private readonly TimeSpan timeout;
    private readonly HttpClient client;

    /// <param name="address">The server, with the path before <c>/api</c> if there is one.</param>
    /// <param name="timeout">How long an answer may take.</param>
    public PrometheusMetrics(Uri address, TimeSpan timeout)
    {
        this.address = address;
        this.timeout = timeout;
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
        {
            Timeout = timeout,
            MaxResponseContentBufferSize = MaximumAnswer,
        };
    }

    /// <inheritdoc/>
    public async Task<double?> QueryAsync(
        string expression,
        DateTimeOffset time,
        CancellationToken cancellationToken = default
    )
    {
        var result = await AskAsync(
            "query",
            new() { ["query"] = expression, ["time"] = Seconds(time) },
            cancellationToken
        );
        var values = result.Type switch
        {
            "scalar" => [NumberOf(result.Value)],
            "vector" => result.Value.EnumerateArray().Select(item => NumberOf(item.GetProperty("value"))).ToList(),
            _ => throw Strange($"the result type '{result.Type}'"),
        };
        return values.Count switch
        {
            0 => null,
            1 => values[0],
            _ => throw Strange($"{values.Count} series where one was asked for"),
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<double>> QueryRangeAsync(
        string expression,
        DateTimeOffset start,
        DateTimeOffset end,
        TimeSpan step,
        CancellationToken cancellationToken = default
    )
    {
        var result = await AskAsync(
            "query_range",
            new()
            {
                ["query"] = expression,
                ["start"] = Seconds(start),
                ["end"] = Seconds(end),
                ["step"] = step.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            },
            cancellationToken
        );
        if (result.Type != "matrix")
            throw Strange($"the result type '{result.Type}'");
        return result.Value.GetArrayLength() switch
        {
            0 => [],
            1 => [.. result.Value[0].GetProperty("values").EnumerateArray().Select(NumberOf).OfType<double>()],
            var count => throw Strange($"{count} series where one was asked for"),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<(string Type, JsonElement Value)> AskAsync(
        string path,
        Dictionary<string, string> parameters,
        CancellationToken cancellationToken
    )
    {
        // A form, since an expression may be longer than a server takes in a URL.
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri($"{address.AbsoluteUri.TrimEnd('/')}/api/v1/{path}")
        )
        {
            Content = new FormUrlEncodedContent(parameters),
        };
        try
        {
            using var answer = await client.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            return Read(text, (int)answer.StatusCode);
        }
        catch (HttpRequestException exception)
        {
            throw new MetricException($"Prometheus at {Name} can't be asked: {exception.Message}", exception);
        }
        catch (TaskCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MetricException(
                $"Prometheus at {Name} gave no answer within {timeout.TotalSeconds:0.#} s.",
                exception
            );
        }
    }

    private (string Type, JsonElement Value) Read(string text, int status)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(text);
            root = document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new MetricException($"Prometheus at {Name} answered {status} without JSON.", exception);
        }
        try
        {
            if (root.GetProperty("status").GetString() != "success")
                throw new MetricException(
                    $"Prometheus at {Name} answered {status}: {root.GetProperty("errorType").GetString()}: {root.GetProperty("error").GetString()}"
                );
            var data = root.GetProperty("data");
            return (data.GetProperty("resultType").GetString() ?? "", data.GetProperty("result"));
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException)
        {
            throw new MetricException(
                $"Prometheus at {Name} answered {status} with JSON that its HTTP API doesn't have.",
                exception
            );
        }
    }

    /// <summary>The number of <c>[time, "text"]</c>; null for NaN and the infinite ones, by which nobody can judge.</summary>
    private double? NumberOf(JsonElement pair)
    {
        if (
            pair.ValueKind == JsonValueKind.Array
            && pair.GetArrayLength() == 2
            && pair[1].ValueKind == JsonValueKind.String
            && pair[1].GetString() is { } text
        )
        {
            if (text is "NaN" or "+Inf" or "-Inf")
                return null;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                return double.IsFinite(number) ? number : null;
        }
        throw Strange("a sample that is no number");
    }

    private string Name =>
        address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private MetricException Strange(string what) => new($"Prometheus at {Name} answered with {what}.");

    private static string Seconds(DateTimeOffset time) =>
        (time.ToUnixTimeMilliseconds() / 1000.0).ToString("0.###", CultureInfo.InvariantCulture);
}
