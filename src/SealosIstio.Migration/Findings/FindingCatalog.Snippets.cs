namespace SealosIstio.Migration.Findings;

// SI16xx: snippets of nginx configuration. SI1690 and above keep an Ingress from being converted.
public static partial class FindingCatalog
{
    /// <summary>SI1600: nothing of a snippet is converted.</summary>
    public static readonly FindingDefinition SnippetNotConverted = new(
        "SI1600",
        FindingSeverity.Warning,
        "No directive of the snippet is converted",
        "A snippet holds only directives that have no counterpart; each is reported on its own.",
        "Read the findings of its directives."
    );

    /// <summary>SI1601: not nginx configuration.</summary>
    public static readonly FindingDefinition SnippetSyntax = new(
        "SI1601",
        FindingSeverity.Error,
        "The snippet isn't valid nginx configuration",
        "The snippet can't be parsed. nginx refuses such a configuration, and keeps the previous one for all hosts. The Ingress is not converted.",
        "Correct the snippet at the line and column given, or remove it."
    );

    /// <summary>SI1602: a directive without counterpart.</summary>
    public static readonly FindingDefinition SnippetDirective = new(
        "SI1602",
        FindingSeverity.Warning,
        "A directive of the snippet isn't converted",
        "The directive has no counterpart in a VirtualService, or its arguments have none.",
        "Move what it does into the application, or write an EnvoyFilter by hand."
    );

    /// <summary>SI1603: a condition without counterpart.</summary>
    public static readonly FindingDefinition SnippetCondition = new(
        "SI1603",
        FindingSeverity.Warning,
        "A condition of the snippet isn't converted",
        "The if asks for something that no match of a VirtualService can ask, or stands beside others in a way that routes can't follow.",
        "Write the routes by hand, or move the decision into the application."
    );

    /// <summary>SI1604: an unknown variable.</summary>
    public static readonly FindingDefinition SnippetVariable = new(
        "SI1604",
        FindingSeverity.Warning,
        "A variable of the snippet has no counterpart",
        "The directive's value holds an nginx variable that Envoy can't write into a header. The directive isn't converted.",
        "Use a constant, or set the header in the application."
    );

    /// <summary>SI1605: a variable with a slightly different value.</summary>
    public static readonly FindingDefinition SnippetVariableForm = new(
        "SI1605",
        FindingSeverity.Info,
        "A variable's value may differ in form",
        "$host becomes the authority, which keeps a port and the client's case; request ids are UUIDs instead of 32 hexadecimal digits.",
        "Check that the application doesn't depend on the form."
    );

    /// <summary>SI1606: add_header on all answers.</summary>
    public static readonly FindingDefinition SnippetHeaderOnErrors = new(
        "SI1606",
        FindingSeverity.Info,
        "The header is sent on errors as well",
        "nginx adds it to the answers 200, 201, 204, 206, 301, 302, 303, 304, 307 and 308 unless always is given; the gateway adds it to all.",
        "Nothing, unless the header must not appear on errors."
    );

    /// <summary>SI1607: caching of errors.</summary>
    public static readonly FindingDefinition SnippetCacheOnErrors = new(
        "SI1607",
        FindingSeverity.Warning,
        "Error answers may be cached as well",
        "nginx sets Cache-Control and Expires only on successful answers; the gateway sets Cache-Control on all, so a client may cache a 404 for as long.",
        "Let the application send Cache-Control itself, or accept that errors are cached."
    );

    /// <summary>SI1608: rewrite … last.</summary>
    public static readonly FindingDefinition SnippetRewrite = new(
        "SI1608",
        FindingSeverity.Warning,
        "A rewrite of the snippet isn't converted",
        "The rewrite jumps to another location (last, or no flag), redirects to a computed path, or uses syntax that RE2 doesn't have.",
        "Write the route by hand."
    );

    /// <summary>SI1609: an Expires header.</summary>
    public static readonly FindingDefinition SnippetExpires = new(
        "SI1609",
        FindingSeverity.Info,
        "expires becomes Cache-Control only",
        "Envoy can't compute a date for the Expires header; Cache-Control, which every client prefers, says the same.",
        "Nothing."
    );

    /// <summary>SI1610: a header that nginx sends anyway.</summary>
    public static readonly FindingDefinition SnippetForwardedHeader = new(
        "SI1610",
        FindingSeverity.Warning,
        "nginx sends this header twice",
        "The controller's template sets the header already, so the application receives its value and the snippet's; the gateway sends only the snippet's.",
        "Check which of the two the application reads."
    );

    /// <summary>SI1611: Host by snippet.</summary>
    public static readonly FindingDefinition SnippetHost = new(
        "SI1611",
        FindingSeverity.Warning,
        "The snippet's Host header isn't converted",
        "nginx sends two Host headers then, which most servers refuse. The gateway keeps the client's.",
        "Use the annotation upstream-vhost to change the Host."
    );

    /// <summary>SI1612: what Envoy does by itself.</summary>
    public static readonly FindingDefinition SnippetUnneeded = new(
        "SI1612",
        FindingSeverity.Info,
        "The directive isn't needed behind the gateway",
        "Envoy does by itself what the directive asks for (protocol upgrades, X-Forwarded-For, buffers), or nginx overrules it.",
        "Nothing."
    );

    /// <summary>SI1613: a header twice.</summary>
    public static readonly FindingDefinition SnippetHeaderTwice = new(
        "SI1613",
        FindingSeverity.Warning,
        "A header is added twice",
        "A VirtualService adds a header once; this further value of the same header isn't converted.",
        "Let the application send it."
    );

    /// <summary>SI1614: a request's path and query.</summary>
    public static readonly FindingDefinition SnippetRequestUri = new(
        "SI1614",
        FindingSeverity.Info,
        "The condition becomes a match of the pseudo header :path",
        "$request_uri holds the query, which a match of the uri doesn't see. The webhook of Istio 1.23.0 to 1.24.3 refuses pseudo headers; older and newer ones take them.",
        "With one of these versions, update Istio first."
    );

    /// <summary>SI1615: answers' bodies.</summary>
    public static readonly FindingDefinition SnippetAnswerBody = new(
        "SI1615",
        FindingSeverity.Info,
        "The answer's body differs",
        "nginx sends a small HTML page with the status, the gateway no body; 444 closes the connection in nginx and is a 403 here.",
        "Nothing, unless a client reads the page."
    );

    /// <summary>SI1620: header buffers.</summary>
    public static readonly FindingDefinition SnippetBuffers = new(
        "SI1620",
        FindingSeverity.Info,
        "Buffer sizes aren't needed",
        "The directive sizes nginx' buffers. Envoy takes request headers of up to 60 KiB in all; larger ones are answered with 431.",
        "Where clients send larger headers, raise max_request_headers_kb with an EnvoyFilter."
    );

    /// <summary>SI1690: an access rule.</summary>
    public static readonly FindingDefinition SnippetAccessRule = new(
        "SI1690",
        FindingSeverity.Error,
        "An access rule of the snippet can't be converted",
        "The snippet denies or guards requests in a way that a VirtualService can't. The Ingress is not converted, since it would be open.",
        "Protect the application otherwise (AuthorizationPolicy, the application itself), then allow the code with -AllowInsecure."
    );
}
