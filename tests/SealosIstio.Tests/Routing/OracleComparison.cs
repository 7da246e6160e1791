using System.Text.RegularExpressions;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Routing;
using SealosIstio.Migration.Routing.Nginx;
using SealosIstio.Tests.Oracle;

namespace SealosIstio.Tests.Routing;

/// <summary>Holds a decision against the recorded answer, field by field.</summary>
internal sealed class OracleComparison(OracleCase item, OracleRequest request, OracleAnswer answer)
{
    private readonly List<string> differences = [];

    /// <summary>What differs; empty when the decision is the recorded one.</summary>
    public static IReadOnlyList<string> Differences(
        NginxRouter router,
        OracleCase item,
        OracleRequest request,
        OracleAnswer answer
    )
    {
        var comparison = new OracleComparison(item, request, answer);
        comparison.Run(router);
        return comparison.differences;
    }

    private void Run(NginxRouter router)
    {
        var sent = WithCookies(request.Request);
        UpstreamReply? reply = null;
        var peers = new OraclePeers(item, request);
        var decision = router.Decide(
            sent,
            asked =>
            {
                var given = peers.Answer(asked);
                reply = asked.IsAuthorization ? reply : given;
                return given;
            }
        );
        Compare("failure", null, decision.Failure);
        Compare("status", $"{answer.Status}", $"{decision.Status ?? reply?.Status}");
        CompareBackend(decision);
        Compare("upstreamPath", answer.UpstreamPath, decision.UpstreamPath);
        var replyHeaders = decision.Backend is null ? [] : reply?.Headers ?? [];
        var headers = HeaderChange.Apply(replyHeaders, decision.ResponseHeaders).ToList();
        if (decision.Location is { Length: > 0 } location)
            headers.Add(new("Location", location));
        CompareHeaders(
            "response",
            answer.ResponseHeaders.ToDictionary(
                header => header.Key,
                header => string.Join(" | ", header.Value.Order())
            ),
            headers.GroupBy(header => header.Key.ToLowerInvariant()).ToDictionary(group => group.Key, ResponseValue)
        );
        Compare("location", answer.Location, answer.Location is null ? null : LocationOf(headers));
        if (answer.Backend is not null && decision.Backend is not null)
            CompareUpstream(sent, decision);
        if (replyHeaders.Count == 0)
            CompareCors(decision);
        if (answer.Body is not null)
            Compare("body", answer.Body, decision.Body);
        if (answer.CertificateNames.Count > 0)
            Compare("certificate", answer.CertificateNames[0], CertificateName(decision));
    }

    private void CompareCors(RoutingDecision decision)
    {
        var origin = answer.ResponseHeaders.GetValueOrDefault("access-control-allow-origin")?[0];
        Compare("cors origin", origin, decision.Cors?.AllowOrigin);
        if (origin is not null)
            Compare("preflight", $"{answer is { Status: 204, Backend: null }}", $"{decision.Cors?.IsPreflight}");
    }

    private void CompareBackend(RoutingDecision decision)
    {
        // With weights, the recorded backends are those that chance chose: each must be possible, and the first the likely one.
        if (decision.Backends.Count > 1)
            foreach (var seen in answer.Backends.Append(answer.Backend))
                if (decision.Backends.All(backend => backend.Name != seen))
                    differences.Add($"backend {seen} is not among {string.Join(", ", decision.Backends)}");
        if (decision.Backends.Count <= 1)
            Compare("backend", answer.Backend, decision.Backend);
        if (answer.UpstreamHeaders.ContainsKey("host"))
            Compare("authority", answer.UpstreamHeaders["host"].Split(", ")[0], decision.UpstreamAuthority);
    }

    private void CompareUpstream(RoutingRequest sent, RoutingDecision decision)
    {
        var headers = HeaderChange
            .Apply(sent.Headers.Prepend(new("Host", decision.UpstreamAuthority ?? "")), decision.RequestHeaders)
            .GroupBy(header => header.Key.ToLowerInvariant())
            .Where(group => !IsUnrecorded(group.Key))
            .ToDictionary(group => group.Key, group => string.Join(", ", group.Select(header => header.Value)));
        var expected = answer.UpstreamHeaders.ToDictionary(header => header.Key, header => header.Value);
        if (expected.TryGetValue("cookie", out var cookie) && cookie.EndsWith("=*", StringComparison.Ordinal))
            headers["cookie"] = cookie;
        CompareHeaders("upstream", expected, headers);
    }

    private void CompareHeaders(string kind, Dictionary<string, string> expected, Dictionary<string, string> actual)
    {
        foreach (var name in expected.Keys.Union(actual.Keys).Order())
            if (!IsUnrecorded(name))
                Compare($"{kind} {name}", expected.GetValueOrDefault(name), actual.GetValueOrDefault(name));
    }

    private void Compare(string what, string? expected, string? actual)
    {
        if (expected != actual)
            differences.Add($"{what}: recorded {expected ?? "-"}, decided {actual ?? "-"}");
    }

    private static string ResponseValue(IGrouping<string, KeyValuePair<string, string>> header) =>
        string.Join(
            " | ",
            header
                .Select(value =>
                    header.Key == "set-cookie"
                        ? Regex.Replace(value.Value, "^(?<name>[^=]*)=[^;]*", "${name}=*", RegexOptions.NonBacktracking)
                        : value.Value
                )
                .Order()
        );

    private static string? LocationOf(IEnumerable<KeyValuePair<string, string>> headers) =>
        headers.LastOrDefault(header => header.Key.Equals("Location", StringComparison.OrdinalIgnoreCase)).Value;

    private string CertificateName(RoutingDecision decision)
    {
        if (decision.Certificate is not { } secret)
            return "Kubernetes Ingress Controller Fake Certificate";
        var found = item
            .Objects.OfType<V1Secret>()
            .Single(value => $"{value.Metadata.NamespaceProperty}/{value.Metadata.Name}" == secret);
        return OracleCertificates.NamesIn(found)[0];
    }

    /// <summary>The cookie that an earlier answer set; its value does not matter to the choice.</summary>
    private RoutingRequest WithCookies(RoutingRequest plain)
    {
        if (request.CookiesFrom is not { } from)
            return plain;
        var earlier = item.Exchanges.Single(exchange => exchange.Request.Id == from).Answer;
        var cookie = earlier
            .ResponseHeaders["set-cookie"][0]
            .Split(';')[0]
            .Replace("=*", "=1", StringComparison.Ordinal);
        return plain with { Headers = [.. plain.Headers, new("Cookie", cookie)] };
    }

    private static bool IsUnrecorded(string name) =>
        name is "user-agent" or "x-request-id" or "date" or "server" or "etag" or "transfer-encoding"
        || name.StartsWith("accept", StringComparison.Ordinal)
        || name.StartsWith("content-type", StringComparison.Ordinal)
        || name.StartsWith("content-length", StringComparison.Ordinal)
        || name.StartsWith("sec-websocket-", StringComparison.Ordinal)
        || name.StartsWith("x-echo-", StringComparison.Ordinal);
}
