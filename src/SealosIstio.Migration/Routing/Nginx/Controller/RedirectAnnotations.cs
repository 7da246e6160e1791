namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>The redirects that an Ingress asks for.</summary>
internal sealed record RedirectAnnotations(string Url, int Code, bool FromToWww, bool IsRelative)
{
    public static readonly RedirectAnnotations None = new("", 0, false, false);

    public static RedirectAnnotations Read(AnnotationReader reader)
    {
        var www = reader.FlagOrDrop("from-to-www-redirect") ?? false;
        var relative = reader.FlagOrDrop("relative-redirects") ?? false;
        // The temporal one wins over the permanent one; its own code stops at 307.
        if (reader.TextOrDrop("temporal-redirect") is { } temporal)
        {
            var temporalCode = reader.NumberOrDrop("temporal-redirect-code") ?? 0;
            if (!HasHttpScheme(temporal))
                return None;
            return new(temporal, temporalCode is >= 300 and <= 307 ? temporalCode : 302, www, relative);
        }
        var permanent = reader.TextOrDrop("permanent-redirect") ?? "";
        var code = reader.NumberOrDrop("permanent-redirect-code") ?? 0;
        return permanent.Length > 0 || www
            ? new(permanent, code is >= 300 and <= 308 ? code : 301, www, relative)
            : None with
            {
                IsRelative = relative,
            };
    }

    private static bool HasHttpScheme(string url) =>
        url.StartsWith("http", StringComparison.OrdinalIgnoreCase)
        && url.IndexOf(':', StringComparison.Ordinal) is > 3 and var colon
        && url.AsSpan(0, colon).IndexOfAny("/?#") < 0;
}
