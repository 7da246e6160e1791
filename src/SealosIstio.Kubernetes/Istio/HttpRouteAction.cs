using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>One destination of a route.</summary>
public sealed class HttpRouteDestination : ModelPart
{
    /// <summary>The service.</summary>
    public Destination? Destination { get; set; }

    /// <summary>The share of the requests; shares are relative to their sum.</summary>
    public int? Weight { get; set; }

    /// <summary>Changes of headers for this destination.</summary>
    public Headers? Headers { get; set; }
}

/// <summary>A redirect.</summary>
public sealed class HttpRedirect : ModelPart
{
    /// <summary>Replaces the whole path.</summary>
    public string? Uri { get; set; }

    /// <summary>Replaces the host.</summary>
    public string? Authority { get; set; }

    /// <summary>Replaces the port.</summary>
    public int? Port { get; set; }

    /// <summary><c>FROM_PROTOCOL_DEFAULT</c> or <c>FROM_REQUEST_PORT</c>.</summary>
    public string? DerivePort { get; set; }

    /// <summary>Replaces the scheme.</summary>
    public string? Scheme { get; set; }

    /// <summary>The status. Default 301.</summary>
    public int? RedirectCode { get; set; }
}

/// <summary>A fixed response.</summary>
public sealed class HttpDirectResponse : ModelPart
{
    /// <summary>The status.</summary>
    public int? Status { get; set; }

    /// <summary>The body.</summary>
    public HttpBody? Body { get; set; }
}

/// <summary>A body as text or as bytes.</summary>
public sealed class HttpBody : ModelPart
{
    /// <summary>Text.</summary>
    public string? String { get; set; }

    /// <summary>Base64.</summary>
    public string? Bytes { get; set; }
}

/// <summary>Changes before forwarding.</summary>
public sealed class HttpRewrite : ModelPart
{
    /// <summary>Replaces what the match's exact or prefix matched.</summary>
    public string? Uri { get; set; }

    /// <summary>Replaces the authority.</summary>
    public string? Authority { get; set; }

    /// <summary>Replaces by a regular expression.</summary>
    public RegexRewrite? UriRegexRewrite { get; set; }
}

/// <summary>A replacement in the path.</summary>
public sealed class RegexRewrite : ModelPart
{
    /// <summary>RE2.</summary>
    public string? Match { get; set; }

    /// <summary>The replacement; <c>\1</c> refers to a group.</summary>
    public string? Rewrite { get; set; }
}

/// <summary>How failed requests are tried again.</summary>
public sealed class HttpRetry : ModelPart
{
    /// <summary>How often; 0 switches Istio's default of 2 off.</summary>
    public int? Attempts { get; set; }

    /// <summary>A duration; default is the route's timeout.</summary>
    public string? PerTryTimeout { get; set; }

    /// <summary>The conditions, comma-separated, as Envoy names them.</summary>
    public string? RetryOn { get; set; }

    /// <summary>Whether other localities may serve the retry.</summary>
    public bool? RetryRemoteLocalities { get; set; }

    /// <summary>Whether hosts already tried are left out.</summary>
    public bool? RetryIgnorePreviousHosts { get; set; }

    /// <summary>The base interval between retries, a duration.</summary>
    public string? Backoff { get; set; }
}

/// <summary>Cross-origin rules.</summary>
public sealed class CorsPolicy : ModelPart
{
    /// <summary>Deprecated by <see cref="AllowOrigins"/>.</summary>
    public IList<string>? AllowOrigin { get; set; }

    /// <summary>The origins.</summary>
    public IList<StringMatch>? AllowOrigins { get; set; }

    /// <summary>The methods.</summary>
    public IList<string>? AllowMethods { get; set; }

    /// <summary>The request headers.</summary>
    public IList<string>? AllowHeaders { get; set; }

    /// <summary>The response headers that scripts may read.</summary>
    public IList<string>? ExposeHeaders { get; set; }

    /// <summary>How long a preflight may be cached, a duration.</summary>
    public string? MaxAge { get; set; }

    /// <summary>Whether credentials may be sent.</summary>
    public bool? AllowCredentials { get; set; }

    /// <summary><c>FORWARD</c> (default) or <c>IGNORE</c>.</summary>
    public string? UnmatchedPreflights { get; set; }
}

/// <summary>Changes of headers.</summary>
public sealed class Headers : ModelPart
{
    /// <summary>Before forwarding.</summary>
    public HeaderOperations? Request { get; set; }

    /// <summary>Before answering.</summary>
    public HeaderOperations? Response { get; set; }
}

/// <summary>Changes of headers in one direction.</summary>
public sealed class HeaderOperations : ModelPart
{
    /// <summary>Replaces.</summary>
    public IDictionary<string, string>? Set { get; set; }

    /// <summary>Appends.</summary>
    public IDictionary<string, string>? Add { get; set; }

    /// <summary>Removes.</summary>
    public IList<string>? Remove { get; set; }
}

/// <summary>A copy of the traffic.</summary>
public sealed class HttpMirrorPolicy : ModelPart
{
    /// <summary>The service that gets the copy.</summary>
    public Destination? Destination { get; set; }

    /// <summary>The share; null is all.</summary>
    public Percent? Percentage { get; set; }
}

/// <summary>A share.</summary>
public sealed class Percent : ModelPart
{
    /// <summary>0 to 100.</summary>
    public double? Value { get; set; }
}

/// <summary>Faults to inject.</summary>
public sealed class HttpFaultInjection : ModelPart
{
    /// <summary>A delay.</summary>
    public HttpFaultDelay? Delay { get; set; }

    /// <summary>An error.</summary>
    public HttpFaultAbort? Abort { get; set; }
}

/// <summary>A delay to inject.</summary>
public sealed class HttpFaultDelay : ModelPart
{
    /// <summary>Deprecated by <see cref="Percentage"/>.</summary>
    public int? Percent { get; set; }

    /// <summary>The share of requests.</summary>
    public Percent? Percentage { get; set; }

    /// <summary>A duration.</summary>
    public string? FixedDelay { get; set; }
}

/// <summary>An error to inject.</summary>
public sealed class HttpFaultAbort : ModelPart
{
    /// <summary>The share of requests.</summary>
    public Percent? Percentage { get; set; }

    /// <summary>The HTTP status.</summary>
    public int? HttpStatus { get; set; }

    /// <summary>The gRPC status.</summary>
    public string? GrpcStatus { get; set; }
}

/// <summary>Another VirtualService.</summary>
public sealed class Delegate : ModelPart
{
    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>Its namespace; default is that of the root.</summary>
    public string? Namespace { get; set; }
}
