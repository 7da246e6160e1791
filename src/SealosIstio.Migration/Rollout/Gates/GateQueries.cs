using System.Globalization;

namespace SealosIstio.Migration.Rollout.Gates;

/// <summary>
/// What the gates ask, in PromQL. The gateway's proxies report every request as its source (Istio's standard metrics
/// <c>istio_requests_total</c> and <c>istio_request_duration_milliseconds</c>); ingress-nginx' controller counts
/// <c>nginx_ingress_controller_requests</c> and measures <c>nginx_ingress_controller_request_duration_seconds</c> (its docs/user-guide/
/// monitoring.md).
/// </summary>
/// <param name="gatewayNamespace">The namespace of the gateway's pods.</param>
internal sealed class GateQueries(string gatewayNamespace)
{
    private string Gateway => $"reporter=\"source\",source_workload_namespace=\"{gatewayNamespace}\"";

    /// <summary>How many requests the gateway had.</summary>
    public string Requests(TimeSpan window) => $"sum(increase(istio_requests_total{{{Gateway}}}[{Text(window)}]))";

    /// <summary>The share of 5xx, in percent. No series of 5xx is no error; no series at all is no value.</summary>
    public string Errors(TimeSpan window) => Share("istio_requests_total", Gateway, "response_code=~\"5..\"", window);

    /// <summary>The share of requests with an answer that isn't 5xx, in percent: code 0 is a client or a peer that went away.</summary>
    public string Success(TimeSpan window) =>
        Share("istio_requests_total", Gateway, "response_code=~\"[1-4]..\"", window);

    /// <summary>The 95th percentile in milliseconds.</summary>
    public string Latency(TimeSpan window) =>
        $"histogram_quantile(0.95, sum by (le) (rate(istio_request_duration_milliseconds_bucket{{{Gateway}}}[{Text(window)}])))";

    /// <summary>The 95th percentile at nginx, in milliseconds.</summary>
    public static string NginxLatency(TimeSpan window) =>
        $"1000 * histogram_quantile(0.95, sum by (le) (rate(nginx_ingress_controller_request_duration_seconds_bucket[{Text(window)}])))";

    /// <summary>The share of 5xx at nginx, in percent.</summary>
    public static string NginxErrors(TimeSpan window) =>
        Share("nginx_ingress_controller_requests", "", "status=~\"5..\"", window);

    private static string Share(string metric, string selector, string condition, TimeSpan window) =>
        $"100 * (sum(rate({metric}{{{selector}{(selector.Length == 0 ? "" : ",")}{condition}}}[{Text(window)}])) or vector(0))"
        + $" / sum(rate({metric}{{{selector}}}[{Text(window)}]))";

    private static string Text(TimeSpan window) =>
        ((long)window.TotalSeconds).ToString(CultureInfo.InvariantCulture) + "s";
}
