using System.Globalization;
using SealosIstio.Migration.Routing.Nginx;
using SealosIstio.Tests.Oracle;

namespace SealosIstio.Tests.Routing;

/// <summary>The backends and the authorization server of the recording (see formats.md).</summary>
internal sealed class OraclePeers(OracleCase item, OracleRequest request)
{
    public UpstreamReply Answer(UpstreamRequest sent) => sent.IsAuthorization ? Authorize(sent) : Serve(sent);

    private UpstreamReply Serve(UpstreamRequest sent)
    {
        var modes = item.EndpointModes(sent.Target[..sent.Target.LastIndexOf(':')]);
        var mode = modes.Count == 0 ? "echo" : modes[sent.Attempt % modes.Count];
        if (mode == "dead")
            return Failed(UpstreamFailure.Refused);
        if (mode == "reset" || (sent.Tls && mode != "tls"))
            return Failed(UpstreamFailure.Broken);
        if (mode == "slow" && sent.ReadTimeout < 3)
            return Failed(UpstreamFailure.TimedOut);
        if (mode.StartsWith('s') && int.TryParse(mode[1..], CultureInfo.InvariantCulture, out var status))
            return new(status, []);
        if (Header(sent, "Upgrade") == "websocket")
            return new(101, []);
        return new(request.EchoStatus, request.EchoHeaders);
    }

    private static UpstreamReply Authorize(UpstreamRequest sent) =>
        sent.Path switch
        {
            "/ok" => new(200, [new("X-Auth-User", "alice"), new("X-Auth-Group", "staff")]),
            "/setcookie" => new(200, [new("Set-Cookie", "authsess=1; Path=/")]),
            "/deny" => new(401, [new("WWW-Authenticate", "Bearer realm=\"x\"")]),
            "/forbid" => new(403, []),
            "/redir" => new(302, []),
            "/cookie" => new(
                Header(sent, "Cookie")?.Contains("session=yes", StringComparison.Ordinal) == true ? 200 : 401,
                []
            ),
            "/token" => new(Header(sent, "X-Token") == "good" ? 200 : 401, []),
            "/method" => new(sent.Method == "POST" ? 200 : 401, []),
            _ => new(500, []),
        };

    private static string? Header(UpstreamRequest sent, string name) =>
        sent.Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static UpstreamReply Failed(UpstreamFailure failure) => new(0, [], failure);
}
