using System.Text.RegularExpressions;
using SealosIstio.Migration.Routing.Nginx.Controller;
using static SealosIstio.Migration.Routing.Nginx.Template.Directive;

namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>The CORS part of a location.</summary>
internal static class CorsTemplate
{
    public static IEnumerable<Directive> Write(CorsAnnotations cors)
    {
        if (cors.Origins is ["*"])
        {
            yield return Of("set", "$http_origin", "*");
            yield return Of("set", "$cors", "true");
        }
        else if (cors.Origins.Count > 0)
        {
            yield return WithBlock(
                "if",
                ["($http_origin", "~*", $"({string.Join('|', cors.Origins.Select(OriginPattern))})$", ")"],
                [Of("set", "$cors", "true")]
            );
        }
        yield return WithBlock("if", ["($request_method", "=", "OPTIONS", ")"], [Of("set", "$cors", "${cors}options")]);
        var headers = Headers(cors).ToList();
        yield return WithBlock("if", ["($cors", "=", "true", ")"], headers);
        yield return WithBlock(
            "if",
            ["($cors", "=", "trueoptions", ")"],
            [
                .. headers,
                Of("more_set_headers", "Content-Type: text/plain charset=UTF-8"),
                Of("more_set_headers", "Content-Length: 0"),
                Of("return", "204"),
            ]
        );
    }

    private static IEnumerable<Directive> Headers(CorsAnnotations cors)
    {
        yield return Of("more_set_headers", "Access-Control-Allow-Origin: $http_origin");
        if (cors.AllowsCredentials)
            yield return Of("more_set_headers", "Access-Control-Allow-Credentials: true");
        yield return Of("more_set_headers", "Access-Control-Allow-Methods: " + cors.Methods);
        yield return Of("more_set_headers", "Access-Control-Allow-Headers: " + cors.Headers);
        if (cors.ExposeHeaders.Length > 0)
            yield return Of("more_set_headers", "Access-Control-Expose-Headers: " + cors.ExposeHeaders);
        yield return Of("more_set_headers", "Access-Control-Max-Age: " + cors.MaxAge);
    }

    private static string OriginPattern(string origin)
    {
        // Regex.Escape leaves "-" and "]" alone, as the controller's own quoting does for what can occur here.
        var escaped = Regex.Escape(origin);
        var star = escaped.IndexOf("\\*", StringComparison.Ordinal);
        return star < 0 ? $"({escaped})" : $"({escaped[..star]}[A-Za-z0-9\\-]+{escaped[(star + 2)..]})";
    }
}
