using System.Globalization;
using System.Net;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>Variants of a plain request for everything beside host and path that an Ingress can look at.</summary>
internal static class ConditionExamples
{
    private const long DefaultLimit = 1 << 20;
    private const string OtherOrigin = "https://other.invalid";

    /// <summary>The variants, each with what it tries.</summary>
    /// <param name="plain">A request that reaches the Ingress.</param>
    /// <param name="annotations">The annotations of the Ingress.</param>
    public static IEnumerable<GeneratedRequest> Of(RoutingRequest plain, SourceAnnotations annotations)
    {
        yield return new(plain with { Method = "POST", BodyLength = 10 }, "POST");
        yield return With(plain, "websocket", ("Connection", "Upgrade"), ("Upgrade", "websocket"));
        foreach (
            var variant in Canary(plain, annotations)
                .Concat(Cors(plain, annotations))
                .Concat(Snippets(plain, annotations))
                .Concat(Addresses(plain, annotations))
        )
            yield return variant;
        if (annotations["session-cookie-name"] is { } session)
            yield return With(plain, "session cookie of an earlier answer", ("Cookie", session + "=1"));
        if (annotations["upstream-vhost"] is not null || annotations["force-ssl-redirect"] is not null)
            yield return With(plain, "proxy in front that ends TLS", ("X-Forwarded-Proto", "https"));
        if (annotations["proxy-body-size"] is { } size && Bytes(size) is { } limit and > 0)
        {
            yield return new(plain with { Method = "POST", BodyLength = limit }, "body as large as allowed");
            yield return new(plain with { Method = "POST", BodyLength = limit + 1 }, "body larger than allowed");
        }
        else
            yield return new(plain with { Method = "POST", BodyLength = DefaultLimit + 1 }, "body larger than usual");
    }

    private static IEnumerable<GeneratedRequest> Canary(RoutingRequest plain, SourceAnnotations annotations)
    {
        var header = annotations["canary-by-header"];
        var cookie = annotations["canary-by-cookie"];
        if (header is not null)
        {
            var values = new List<string> { "always", "never", "other" };
            if (annotations["canary-by-header-value"] is { } value)
                values.Add(value);
            if (annotations["canary-by-header-pattern"] is { } pattern)
                values.AddRange(PatternExamples.Of(pattern).Where(text => text.Length > 0));
            foreach (var text in values.Distinct())
                yield return With(plain, "canary header", (header, text));
        }
        if (cookie is null)
            yield break;
        foreach (var text in new[] { "always", "never", "other" })
            yield return With(plain, "canary cookie", ("Cookie", $"{cookie}={text}"));
        yield return With(plain, "canary cookie among others", ("Cookie", $"a=1; {cookie}=always; b=2"));
        yield return With(plain, "cookie whose name ends like the canary's", ("Cookie", $"x{cookie}=always"));
        if (header is not null)
            yield return With(plain, "canary header against cookie", (header, "never"), ("Cookie", $"{cookie}=always"));
    }

    private static IEnumerable<GeneratedRequest> Cors(RoutingRequest plain, SourceAnnotations annotations)
    {
        var origins = annotations
            .List("cors-allow-origin")
            .Select(origin => origin.Replace("*.", "one.", StringComparison.Ordinal))
            .Select(origin => origin == "*" ? "https://any.example" : origin)
            .Append(OtherOrigin);
        foreach (var origin in origins.Distinct())
        {
            yield return With(plain, "simple CORS request", ("Origin", origin));
            // Without enable-cors one look at an Origin is enough.
            if (annotations["enable-cors"] is null)
                yield break;
            yield return With(
                plain with
                {
                    Method = "OPTIONS",
                },
                "CORS preflight",
                ("Origin", origin),
                ("Access-Control-Request-Method", "PUT"),
                ("Access-Control-Request-Headers", "X-Own")
            );
            yield return With(plain with { Method = "OPTIONS" }, "OPTIONS that is no preflight", ("Origin", origin));
        }
        yield return new(plain with { Method = "OPTIONS" }, "OPTIONS without an Origin");
    }

    private static IEnumerable<GeneratedRequest> Snippets(RoutingRequest plain, SourceAnnotations annotations)
    {
        foreach (var snippet in annotations.Snippets)
        {
            foreach (var (header, value) in SnippetConditions.Headers(snippet).Distinct())
                yield return With(plain, "header that a snippet looks at", (header, value));
            foreach (var (name, value) in SnippetConditions.Arguments(snippet).Distinct())
                yield return new(
                    plain with
                    {
                        Target = $"{plain.Target}?{name}={Uri.EscapeDataString(value)}",
                    },
                    "query that a snippet looks at"
                );
        }
    }

    private static IEnumerable<GeneratedRequest> Addresses(RoutingRequest plain, SourceAnnotations annotations)
    {
        foreach (var name in new[] { "whitelist-source-range", "allowlist-source-range", "denylist-source-range" })
        foreach (var range in annotations.List(name))
            if (IPAddress.TryParse(range.Split('/')[0], out var address))
                yield return new(plain with { SourceIp = address }, "client of " + name);
    }

    private static GeneratedRequest With(
        RoutingRequest plain,
        string purpose,
        params (string Name, string Value)[] headers
    ) =>
        new(
            plain with
            {
                Headers = [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
            },
            purpose
        );

    // nginx' sizes: bytes, or with k, m or g.
    private static long? Bytes(string size)
    {
        var unit = char.ToLowerInvariant(size[^1]) switch
        {
            'k' => 1L << 10,
            'm' => 1L << 20,
            'g' => 1L << 30,
            _ => 1L,
        };
        var digits = unit == 1 ? size : size[..^1];
        return
            long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number < long.MaxValue / unit
            ? number * unit
            : null;
    }
}
