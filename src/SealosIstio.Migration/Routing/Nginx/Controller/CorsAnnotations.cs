using System.Globalization;
using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>The CORS answer that an Ingress asks for.</summary>
internal sealed partial record CorsAnnotations
{
    private const string DefaultMethods = "GET, PUT, POST, DELETE, PATCH, OPTIONS";
    private const string DefaultHeaders =
        "DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization";

    public bool IsEnabled { get; init; }
    public IReadOnlyList<string> Origins { get; init; } = ["*"];
    public string Methods { get; init; } = DefaultMethods;
    public string Headers { get; init; } = DefaultHeaders;
    public string ExposeHeaders { get; init; } = "";
    public bool AllowsCredentials { get; init; } = true;
    public string MaxAge { get; init; } = "1728000";

    public static CorsAnnotations Read(AnnotationReader reader) =>
        new()
        {
            IsEnabled = reader.Flag("enable-cors") ?? false,
            Origins = reader.Text("cors-allow-origin") is { } origins ? ParseOrigins(origins) : ["*"],
            Headers = reader.Text("cors-allow-headers") ?? DefaultHeaders,
            Methods =
                reader.Text("cors-allow-methods") is { } methods && MethodList().IsMatch(methods)
                    ? methods
                    : DefaultMethods,
            AllowsCredentials = reader.Flag("cors-allow-credentials") ?? true,
            ExposeHeaders =
                reader.Text("cors-expose-headers") is { } exposed && ExposedList().IsMatch(exposed) ? exposed : "",
            MaxAge = (reader.Number("cors-max-age") ?? 1728000).ToString(CultureInfo.InvariantCulture),
        };

    private static List<string> ParseOrigins(string text)
    {
        var result = new List<string>();
        foreach (var origin in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (origin == "*")
                return ["*"];
            if (Origin().IsMatch(origin))
                result.Add(origin);
        }
        return result;
    }

    [GeneratedRegex(@"^([a-z]+://(\*\.)?[A-Za-z0-9\-.]*(:[0-9]+)?|\*|null)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Origin();

    // Written without nested repetition: these lists come from tenants.
    [GeneratedRegex(@"^[A-Za-z][A-Za-z,\s]*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MethodList();

    [GeneratedRegex(@"^[A-Za-z0-9\-_*][A-Za-z0-9\-_*,\s]*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExposedList();
}
