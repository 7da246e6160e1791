using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>
/// A header value with Envoy's command operators (<c>%REQ(X-A?X-B):10%</c>); <c>%%</c> is a percent sign. Commands whose
/// result depends on the moment (START_TIME, HOSTNAME …) stay as written, so that two decisions still compare.
/// </summary>
internal sealed class HeaderFormat
{
    private static readonly string[] Families =
    [
        "BYTES_",
        "CONNECTION_",
        "DOWNSTREAM_",
        "REQUEST_",
        "RESPONSE_",
        "START_TIME",
        "UPSTREAM_",
    ];

    private static readonly HashSet<string> Commands =
    [
        "ACCESS_LOG_TYPE",
        "CEL",
        "CLUSTER_METADATA",
        "COALESCE",
        "COMMON_DURATION",
        "CUSTOM_FLAGS",
        "DURATION",
        "DYNAMIC_METADATA",
        "EMIT_TIME",
        "ENVIRONMENT",
        "FILTER_CHAIN_NAME",
        "FILTER_STATE",
        "GRPC_STATUS",
        "GRPC_STATUS_NUMBER",
        "HOSTNAME",
        "LOCAL_REPLY_BODY",
        "METADATA",
        "PATH",
        "PER_REQUEST_STATE",
        "PROTOCOL",
        "QUERY_PARAM",
        "QUERY_PARAMS",
        "REQ",
        "REQ_WITHOUT_QUERY",
        "REQUESTED_SERVER_NAME",
        "RESP",
        "ROUNDTRIP_DURATION",
        "ROUTE_NAME",
        "SPAN_ID",
        "STREAM_ID",
        "TLS_JA3_FINGERPRINT",
        "TRACE_ID",
        "TRAILER",
        "UNIQUE_ID",
        "VIRTUAL_CLUSTER_NAME",
        "VIRTUAL_HOST_NAME",
    ];

    private static readonly Regex CommandPattern = new(
        @"%(?<name>[A-Z][A-Z0-9_]*)(\((?<argument>[^)]*)\))?(:(?<limit>\d{1,9}))?%",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    );

    private readonly List<(string Literal, Match? Command)> parts = [];

    private HeaderFormat() { }

    /// <exception cref="FormatException">A percent sign that Istio's webhook or Envoy refuses.</exception>
    public static HeaderFormat Parse(string value)
    {
        var format = new HeaderFormat();
        var literal = new StringBuilder();
        for (var at = 0; at < value.Length; )
        {
            if (value[at] != '%')
            {
                literal.Append(value[at++]);
                continue;
            }
            if (at + 1 < value.Length && value[at + 1] == '%')
            {
                literal.Append('%');
                at += 2;
                continue;
            }
            var command = CommandPattern.Match(value, at);
            if (!command.Success || command.Index != at)
                throw new FormatException($"'{value}' has a % that begins no command; a literal one is written %%.");
            var name = command.Groups["name"].Value;
            if (!Commands.Contains(name) && !Families.Any(family => name.StartsWith(family, StringComparison.Ordinal)))
                throw new FormatException($"Envoy knows no command %{name}%.");
            format.parts.Add((literal.ToString(), command));
            literal.Clear();
            at += command.Length;
        }
        format.parts.Add((literal.ToString(), null));
        return format;
    }

    /// <summary>The value for a request; an absent header is the empty text.</summary>
    public string Evaluate(HttpTransaction transaction)
    {
        var result = new StringBuilder();
        foreach (var (literal, command) in parts)
        {
            result.Append(literal);
            if (command is not null)
                result.Append(Resolve(command, transaction));
        }
        return result.ToString();
    }

    private static string Resolve(Match command, HttpTransaction transaction)
    {
        var argument = command.Groups["argument"].Value;
        var value = command.Groups["name"].Value switch
        {
            "REQ" => argument.Split('?', 2).Select(transaction.Header).FirstOrDefault(header => header is not null)
                ?? "",
            "PROTOCOL" => "HTTP/1.1",
            "DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT" => transaction.RemoteAddress.ToString(),
            "DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT" => transaction.Request.SourceIp.ToString(),
            "DOWNSTREAM_LOCAL_PORT" => transaction.ListenerPort.ToString(CultureInfo.InvariantCulture),
            "REQUESTED_SERVER_NAME" => transaction.Request.IsTls ? transaction.Request.ServerName : "",
            // The clients of this model show no certificate.
            var name when name.StartsWith("DOWNSTREAM_PEER_", StringComparison.Ordinal) => "",
            _ => command.Value,
        };
        var limit = command.Groups["limit"].Value;
        return limit.Length > 0 && int.Parse(limit, CultureInfo.InvariantCulture) is var length && length < value.Length
            ? value[..length]
            : value;
    }
}
