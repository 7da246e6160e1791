using SealosIstio.Migration.Routing.Nginx.Controller;
using static SealosIstio.Migration.Routing.Nginx.Template.Directive;

namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>The locations that fetch custom error pages.</summary>
internal static class ErrorTemplate
{
    public static string LocationName(string upstream, int code) => $"@custom_{upstream}_{code}";

    public static IEnumerable<Directive> Write(string upstream, IEnumerable<int> codes) =>
        codes.Select(code =>
            WithBlock(
                "location",
                [LocationName(upstream, code)],
                [
                    Of("internal"),
                    Of("proxy_intercept_errors", "off"),
                    Of("proxy_set_header", "X-Code", $"{code}"),
                    Of("proxy_set_header", "X-Format", "$http_accept"),
                    Of("proxy_set_header", "X-Original-URI", "$request_uri"),
                    .. Ingress(),
                    Of("proxy_set_header", "X-Forwarded-For", "$remote_addr"),
                    Of("proxy_set_header", "Host", "$best_http_host"),
                    Of("set", "$proxy_upstream_name", upstream),
                    Of("rewrite", "(.*)", "/", "break"),
                    Of("proxy_pass", "http://upstream_balancer"),
                ]
            )
        );

    /// <summary>What an error page's Service is told of the Ingress.</summary>
    public static IEnumerable<Directive> Ingress() =>
        [
            Of("proxy_set_header", "X-Namespace", "$namespace"),
            Of("proxy_set_header", "X-Ingress-Name", "$ingress_name"),
            Of("proxy_set_header", "X-Service-Name", "$service_name"),
            Of("proxy_set_header", "X-Service-Port", "$service_port"),
            Of("proxy_set_header", "X-Request-ID", "$req_id"),
        ];

    /// <summary>One set of locations per upstream, for all codes that a server's locations send there.</summary>
    public static IEnumerable<Directive> WriteFor(NginxServer server) =>
        server
            .Locations.GroupBy(location => location.ErrorUpstream, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .SelectMany(group =>
                Write(group.Key, group.SelectMany(location => location.Annotations.CustomHttpErrors).Distinct().Order())
            );
}
