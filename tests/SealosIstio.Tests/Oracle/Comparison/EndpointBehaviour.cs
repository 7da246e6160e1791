using System.Globalization;
using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Oracle.Comparison;

/// <summary>What the recording's endpoints answer behind Envoy.</summary>
internal static class EndpointBehaviour
{
    private static readonly string[] RetriesServerErrors = ["5xx", "gateway-error", "502", "retriable-status-codes"];

    /// <summary>The status, and whether the gateway made it because the endpoint failed.</summary>
    public static (int Code, bool IsGatewaysOwn) Status(OracleCase item, OracleRequest asked, RoutingDecision decision)
    {
        var name = decision.Backend!.Split(':')[0];
        var modes = item.EndpointModes(name);
        // Envoy tries another endpoint after a connect failure by Istio's default retries.
        var mode =
            modes.FirstOrDefault(mode => mode is not ("dead" or "reset")) ?? (modes.Count > 0 ? modes[0] : "echo");
        if (mode is ['s', var digit, ..] && char.IsAsciiDigit(digit))
        {
            var isRetried =
                modes.Contains("echo")
                && RetriesServerErrors.Any(on => decision.RetryOn?.Contains(on, StringComparison.Ordinal) == true);
            return (isRetried ? asked.EchoStatus : int.Parse(mode.AsSpan(1), CultureInfo.InvariantCulture), false);
        }
        return mode switch
        {
            "dead" or "reset" => (503, true),
            // Plain HTTP to a TLS port is an upstream protocol error.
            "tls" when !decision.Backends[0].Tls => (502, true),
            "echo" when decision.Backends[0].Tls => (503, true),
            // It answers after 3 s.
            "slow" when decision.Timeout is "1s" or "2s" || decision.IdleTimeout is "1s" or "2s" => (504, true),
            // Istio's gateway takes WebSocket upgrades as they come.
            "echo" when asked.Request.Header("Upgrade") == "websocket" => (101, false),
            _ => (asked.EchoStatus, false),
        };
    }
}
