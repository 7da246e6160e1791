using System.Net;
using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>One request on its way through nginx.</summary>
internal sealed class Transaction
{
    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);

    public Transaction(
        RoutingRequest request,
        LoadedConfiguration configuration,
        Func<UpstreamRequest, UpstreamReply> peers
    )
    {
        Request = request;
        Configuration = configuration;
        Peers = peers;
        Scope = configuration.Http;
        Server = configuration.Default;
        Method = request.Method;
        RemoteAddress = request.SourceIp;
        Headers = RequestHeaders.Accepted(request, configuration.Settings);
    }

    public RoutingRequest Request { get; }
    public LoadedConfiguration Configuration { get; }
    public Func<UpstreamRequest, UpstreamReply> Peers { get; }
    public ServerBlock Server { get; set; }
    public Scope Scope { get; set; }

    /// <summary>The location in force, for a decision's account of itself.</summary>
    public LocationBlock? Location { get; set; }
    public string Method { get; set; }
    public IPAddress RemoteAddress { get; set; }

    /// <summary>The Host header as sent; null when there is none.</summary>
    public string? HttpHost { get; set; }

    /// <summary>The host in lower case, without port.</summary>
    public string Host { get; set; } = "";

    /// <summary>Path and query as sent.</summary>
    public string UnparsedUri { get; set; } = "/";
    public string Uri { get; set; } = "/";
    public string Arguments { get; set; } = "";
    public bool HasEscapes { get; set; }
    public bool HasPlus { get; set; }

    /// <summary>False once a rewrite changed the path: the backend then gets the normalized form.</summary>
    public bool IsUnparsedUriValid { get; set; } = true;
    public bool IsUriChanged { get; set; }
    public bool IsInternal { get; set; }
    public bool UsedErrorPage { get; set; }

    /// <summary>The request's headers but Host; those that nginx drops are gone.</summary>
    public List<KeyValuePair<string, string>> Headers { get; }

    public IReadOnlyList<string> Captures { get; private set; } = [];

    /// <summary>What the authorization service answered, for variables.</summary>
    public UpstreamReply? AuthorizationReply { get; set; }
    public string? ExternalAuthorization { get; set; }
    public List<string> Mirrors { get; } = [];

    public bool IsTls => Request.IsTls;
    public string Scheme => IsTls ? "https" : "http";

    /// <summary>Values of a header, joined by comma and space; null when it is absent.</summary>
    public string? Header(string name)
    {
        string? joined = null;
        foreach (var (key, value) in Headers)
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                joined = joined is null ? value : joined + ", " + value;
        return joined;
    }

    public void Set(string variable, string value) => variables[variable.TrimStart('$').ToLowerInvariant()] = value;

    /// <summary>The value of a variable; null when it has none.</summary>
    public string? Variable(string name)
    {
        var lower = name.ToLowerInvariant();
        return variables.TryGetValue(lower, out var value) ? value : BuiltInVariables.Read(this, lower);
    }

    public string Interpolate(string template) => Interpolation.Expand(template, Resolve);

    /// <summary>The text with variables resolved and captures encoded for a redirect or a query.</summary>
    public string InterpolateEncoded(string template) =>
        Interpolation.Expand(
            template,
            name =>
                char.IsAsciiDigit(name[0]) && (HasEscapes || HasPlus)
                    ? UriEscape.Arguments(Resolve(name))
                    : Resolve(name)
        );

    public void Capture(Match match)
    {
        Captures = [.. match.Groups.Cast<Group>().Select(group => group.Value)];
        foreach (Group group in match.Groups)
            if (!char.IsAsciiDigit(group.Name[0]))
                Set(group.Name, group.Value);
    }

    private string Resolve(string name)
    {
        if (!char.IsAsciiDigit(name[0]))
            return Variable(name) ?? "";
        var index = name[0] - '0';
        return index < Captures.Count ? Captures[index] : "";
    }
}
