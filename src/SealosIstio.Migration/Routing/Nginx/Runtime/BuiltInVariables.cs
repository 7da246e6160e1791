using System.Globalization;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>The variables that nginx and the controller's template bring along.</summary>
internal static class BuiltInVariables
{
    /// <summary>
    /// What differs from request to request, so that no decision can hold it. Such a variable keeps its name as its value.
    /// </summary>
    private static readonly HashSet<string> Unpredictable =
    [
        "request_id",
        "msec",
        "time_iso8601",
        "time_local",
        "request_time",
        "connection",
        "connection_requests",
        "connection_time",
        "remote_port",
        "pid",
        "hostname",
        "server_addr",
        "binary_remote_addr",
        "request_length",
        "bytes_sent",
        "body_bytes_sent",
        "upstream_addr",
        "upstream_response_time",
        "upstream_response_length",
        "upstream_connect_time",
        "upstream_header_time",
        "upstream_bytes_received",
        "upstream_bytes_sent",
        "ssl_session_id",
        "ssl_session_reused",
        "ssl_cipher",
        "ssl_ciphers",
        "ssl_curve",
        "ssl_curves",
        "ssl_protocol",
        "tcpinfo_rtt",
        "pipe",
        "nginx_version",
        "request_body",
        "request_body_file",
    ];

    private static readonly HashSet<string> Known =
    [
        "args",
        "query_string",
        "is_args",
        "uri",
        "document_uri",
        "request_uri",
        "request_filename",
        "document_root",
        "realpath_root",
        "host",
        "scheme",
        "https",
        "request_method",
        "server_name",
        "server_port",
        "server_protocol",
        "request",
        "remote_addr",
        "remote_user",
        "realip_remote_addr",
        "realip_remote_port",
        "content_length",
        "content_type",
        "literal_dollar",
        "connection_upgrade",
        "req_id",
        "full_x_forwarded_for",
        "proxy_add_x_forwarded_for",
        "proxy_host",
        "proxy_port",
        "proxy_protocol_addr",
        "proxy_protocol_port",
        "proxy_protocol_server_addr",
        "proxy_protocol_server_port",
        "block_ua",
        "block_ref",
        "ssl_client_verify",
        "ssl_client_s_dn",
        "ssl_client_i_dn",
        "ssl_client_cert",
        "ssl_client_raw_cert",
        "ssl_client_escaped_cert",
        "ssl_client_fingerprint",
        "ssl_client_serial",
        "ssl_client_v_start",
        "ssl_client_v_end",
        "ssl_client_v_remain",
        "ssl_server_name",
        "status",
        "limit_rate",
        "upstream_status",
        "upstream_cache_status",
        "invalid_referer",
        "geoip2_country_code",
        "loggable",
        "request_completion",
        "subdomain",
    ];

    private static readonly string[] Prefixes =
    [
        "http_",
        "cookie_",
        "arg_",
        "sent_http_",
        "sent_trailer_",
        "upstream_http_",
        "upstream_cookie_",
        "upstream_trailer_",
    ];

    /// <summary>True when nginx knows a variable of that name without anybody setting it.</summary>
    public static bool Exists(string name) =>
        Known.Contains(name)
        || Unpredictable.Contains(name)
        || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    public static string? Read(Transaction transaction, string name)
    {
        if (Unpredictable.Contains(name))
            return "$" + name;
        if (name.StartsWith("http_", StringComparison.Ordinal))
            return Header(transaction, name[5..]);
        if (name.StartsWith("arg_", StringComparison.Ordinal))
            return Argument(transaction.Arguments, name[4..]);
        if (name.StartsWith("cookie_", StringComparison.Ordinal))
            return Cookie(transaction, name[7..]);
        if (name.StartsWith("upstream_http_", StringComparison.Ordinal))
            return Reply(transaction, name[14..]);
        return name switch
        {
            "args" or "query_string" => transaction.Arguments,
            "is_args" => transaction.Arguments.Length > 0 ? "?" : "",
            "uri" or "document_uri" => transaction.Uri,
            "request_uri" => transaction.UnparsedUri,
            "host" => transaction.Host,
            "scheme" => transaction.Scheme,
            "https" => transaction.IsTls ? "on" : "",
            "request_method" => transaction.Method,
            "server_name" or "ssl_server_name" => transaction.Server.Name,
            "server_port" => transaction.IsTls ? transaction.Configuration.Generated.Flags.HttpsPort : "80",
            "server_protocol" => "HTTP/1.1",
            "request" => $"{transaction.Request.Method} {transaction.Request.Target} HTTP/1.1",
            "remote_addr" => transaction.RemoteAddress.ToString(),
            "realip_remote_addr" => transaction.Request.SourceIp.ToString(),
            "content_length" => transaction.Request.BodyLength > 0
                ? transaction.Request.BodyLength.ToString(CultureInfo.InvariantCulture)
                : null,
            "content_type" => transaction.Header("Content-Type"),
            "literal_dollar" => "$",
            "connection_upgrade" => ConnectionUpgrade(transaction),
            "req_id" => RequestId(transaction),
            "full_x_forwarded_for" => FullForwardedFor(transaction),
            "proxy_add_x_forwarded_for" => transaction.Header("X-Forwarded-For") is { Length: > 0 } forwarded
                ? $"{forwarded}, {transaction.RemoteAddress}"
                : transaction.RemoteAddress.ToString(),
            "block_ua" => BlockLists.Verdict(
                transaction.Configuration.Settings.BlockUserAgents,
                transaction,
                "User-Agent"
            ),
            "block_ref" => BlockLists.Verdict(transaction.Configuration.Settings.BlockReferers, transaction, "Referer"),
            "ssl_client_verify" => transaction.IsTls ? "NONE" : null,
            _ => null,
        };
    }

    /// <summary>The value of a cookie; its name in any case.</summary>
    public static string? Cookie(Transaction transaction, string name)
    {
        foreach (var (key, value) in transaction.Headers)
        {
            if (!key.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
                continue;
            foreach (var pair in value.Split(';', StringSplitOptions.TrimEntries))
                if (pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                    if (pair[..equals].TrimEnd().Equals(name, StringComparison.OrdinalIgnoreCase))
                        return pair[(equals + 1)..].TrimStart();
        }
        return null;
    }

    private static string? Header(Transaction transaction, string name)
    {
        if (name == "host")
            return transaction.HttpHost;
        string? joined = null;
        var separator = name == "cookie" ? "; " : ", ";
        foreach (var (key, value) in transaction.Headers)
            if (key.Replace('-', '_').Equals(name, StringComparison.OrdinalIgnoreCase))
                joined = joined is null ? value : joined + separator + value;
        return joined;
    }

    private static string? Argument(string arguments, string name)
    {
        foreach (var pair in arguments.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0 && pair[..equals].Equals(name, StringComparison.OrdinalIgnoreCase))
                return pair[(equals + 1)..];
        }
        return null;
    }

    private static string? Reply(Transaction transaction, string name)
    {
        var values = (transaction.AuthorizationReply?.Headers ?? [])
            .Where(header => header.Key.Replace('-', '_').Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value)
            .ToList();
        return values.Count == 0 ? null : string.Join(", ", values);
    }

    private static string ConnectionUpgrade(Transaction transaction) =>
        (transaction.Header("Upgrade") ?? "").Length > 0 ? "upgrade"
        : transaction.Configuration.Settings.HasUpstreamKeepalive ? ""
        : "close";

    private static string RequestId(Transaction transaction) =>
        transaction.Header("X-Request-ID") is { Length: > 0 } given ? given
        : transaction.Configuration.Settings.GenerateRequestId ? "$request_id"
        : "";

    private static string FullForwardedFor(Transaction transaction) =>
        transaction.Header("X-Forwarded-For") is { Length: > 0 } given
            ? $"{given}, {transaction.Request.SourceIp}"
            : transaction.Request.SourceIp.ToString();
}
