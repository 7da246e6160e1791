namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>
/// nginx variables that Envoy can write into a header. Istio passes the operators of a VirtualService's header values on to
/// Envoy; an operator without a value writes nothing, as an empty variable does.
/// </summary>
internal static class EnvoyOperators
{
    private const string HeaderPrefix = "http_";

    /// <summary>The operator; null when Envoy has none that means the same.</summary>
    /// <param name="variable">The variable's name without <c>$</c>.</param>
    /// <param name="isResponse">Whether the header is one of the response, where a rewritten path is no longer the client's.</param>
    public static string? Of(string variable, bool isResponse) =>
        variable switch
        {
            "host" or "http_host" or "best_http_host" => "%REQ(:AUTHORITY)%",
            "request_method" => "%REQ(:METHOD)%",
            "request_uri" => isResponse ? "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%" : "%REQ(:PATH)%",
            "scheme" or "pass_access_scheme" => "%REQ(:SCHEME)%",
            "remote_addr" => "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%",
            "request_id" or "req_id" => "%REQ(X-REQUEST-ID)%",
            "content_type" => "%REQ(CONTENT-TYPE)%",
            _ when variable.StartsWith(HeaderPrefix, StringComparison.Ordinal) && HeaderName(variable) is { } header =>
                $"%REQ({header.ToUpperInvariant()})%",
            _ => null,
        };

    /// <summary>Whether the operator's value may differ in form: a port in the host, another shape of request ids.</summary>
    public static bool IsApproximate(string variable) => variable is "host" or "request_id" or "req_id";

    /// <summary>The header that <c>$http_name</c> reads; null for other variables.</summary>
    public static string? HeaderName(string variable) =>
        variable.StartsWith(HeaderPrefix, StringComparison.Ordinal) && variable.Length > HeaderPrefix.Length
            ? variable[HeaderPrefix.Length..].Replace('_', '-').ToLowerInvariant()
            : null;
}
