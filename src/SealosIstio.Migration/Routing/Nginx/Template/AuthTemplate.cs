using System.Text;
using SealosIstio.Migration.Routing.Nginx.Controller;
using static SealosIstio.Migration.Routing.Nginx.Template.Directive;

namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>The locations beside one that asks an authorization service.</summary>
internal static class AuthTemplate
{
    public static string SubrequestPath(NginxLocation location) =>
        "/_external-auth-"
        + Convert.ToBase64String(Encoding.UTF8.GetBytes(location.Path)).TrimEnd('=').Replace('+', '-').Replace('/', '_')
        + (location.IsExact ? "-Exact" : "-Prefix");

    /// <summary>The name only has to be the same for one path and URL.</summary>
    public static string SigninName(NginxLocation location, ExternalAuthAnnotations auth) =>
        $"@signin:{location.Path}:{auth.SigninUrl}";

    public static Directive Subrequest(
        NginxLocation location,
        ExternalAuthAnnotations auth,
        ControllerSettings settings
    )
    {
        var block = new List<Directive>
        {
            Of("internal"),
            Of("set", "$proxy_upstream_name", location.Upstream),
            Of("proxy_intercept_errors", "off"),
            Of("proxy_set_header", "X-Forwarded-Proto", ""),
            Of("proxy_set_header", "X-Request-ID", "$req_id"),
        };
        if (auth.Method.Length > 0)
        {
            block.Add(Of("proxy_method", auth.Method));
            block.Add(Of("proxy_set_header", "X-Original-URI", "$request_uri"));
            block.Add(Of("proxy_set_header", "X-Scheme", "$pass_access_scheme"));
        }
        block.Add(Of("proxy_set_header", "Host", auth.Host));
        block.Add(Of("proxy_set_header", "X-Original-URL", "$scheme://$http_host$request_uri"));
        block.Add(Of("proxy_set_header", "X-Original-Method", "$request_method"));
        block.Add(Of("proxy_set_header", "X-Sent-From", "nginx-ingress-controller"));
        block.Add(Of("proxy_set_header", "X-Real-IP", "$remote_addr"));
        block.Add(Of("proxy_set_header", "X-Forwarded-For", LocationTemplate.ForwardedFor(settings)));
        var redirect = auth.RequestRedirect.Length > 0 ? auth.RequestRedirect : "$request_uri";
        block.Add(Of("proxy_set_header", "X-Auth-Request-Redirect", redirect));
        foreach (var (name, value) in auth.ProxySetHeaders.OrderBy(header => header.Key, StringComparer.Ordinal))
            block.Add(Of("proxy_set_header", name, value));
        if (auth.Snippet.Length > 0)
            block.AddRange(SnippetParser.Parse(auth.Snippet, ServerTemplate.SnippetOrigin(location.Ingress)));
        block.Add(Of("set", "$target", auth.Url));
        block.Add(Of("proxy_pass", "$target"));
        return WithBlock("location", ["=", SubrequestPath(location)], block);
    }

    public static Directive Signin(NginxLocation location, ExternalAuthAnnotations auth) =>
        WithBlock(
            "location",
            [SigninName(location, auth)],
            [
                Of("internal"),
                Of("add_header", "Set-Cookie", "$auth_cookie"),
                .. location.Annotations.Cors.IsEnabled ? CorsTemplate.Write(location.Annotations.Cors) : [],
                Of("return", "302", SigninUrl(auth)),
            ]
        );

    private static string SigninUrl(ExternalAuthAnnotations auth)
    {
        var parameter = auth.SigninRedirectParameter.Length > 0 ? auth.SigninRedirectParameter : "rd";
        var back = $"{parameter}=$pass_access_scheme://$http_host$escaped_request_uri";
        var question = auth.SigninUrl.IndexOf('?', StringComparison.Ordinal);
        if (question < 0 || question == auth.SigninUrl.Length - 1)
            return $"{auth.SigninUrl}?{back}";
        var isGiven = auth.SigninUrl[(question + 1)..]
            .Split('&')
            .Any(pair =>
                pair.StartsWith(parameter + "=", StringComparison.Ordinal) && pair.Length > parameter.Length + 1
            );
        return isGiven ? auth.SigninUrl : $"{auth.SigninUrl}&{back}";
    }
}
