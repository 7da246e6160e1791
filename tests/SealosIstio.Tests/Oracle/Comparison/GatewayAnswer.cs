using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Oracle.Comparison;

/// <summary>What a client and a backend would see: the gateway's decision and the recorded endpoints' behaviour together.</summary>
internal sealed record GatewayAnswer
{
    /// <summary>0 when no HTTP answer comes.</summary>
    public required int Status { get; init; }

    public string? Backend { get; init; }

    public IReadOnlyList<string> Backends { get; init; } = [];

    public string? UpstreamPath { get; init; }

    public string? Location { get; init; }

    public string? Body { get; init; }

    public ILookup<string, string> RequestHeaders { get; init; } = Lookup([]);

    public ILookup<string, string> ResponseHeaders { get; init; } = Lookup([]);

    public static GatewayAnswer Of(
        OracleCase item,
        OracleRequest asked,
        RoutingRequest request,
        RoutingDecision decision
    )
    {
        if (decision.Failure is not null)
            return new GatewayAnswer { Status = 0 };
        if (decision.Status is { } own)
        {
            var headers = HeaderChange.Apply([], decision.ResponseHeaders);
            return new GatewayAnswer
            {
                Status = own,
                Location = decision.Location ?? LocationIn(headers),
                Body = decision.Body,
                ResponseHeaders = Lookup(headers),
            };
        }
        var status = EndpointBehaviour.Status(item, asked, decision);
        if (status.IsGatewaysOwn)
            return new GatewayAnswer { Status = status.Code };
        var response = HeaderChange.Apply(asked.EchoHeaders, decision.ResponseHeaders);
        var sent = HeaderChange.Apply(request.Headers, decision.RequestHeaders);
        return new GatewayAnswer
        {
            Status = status.Code,
            Backend = decision.Backend,
            Backends =
            [
                .. decision.Backends.Where(backend => backend.Unavailable is null).Select(backend => backend.Name),
                // As in the recording, where a client that goes beyond its limit reaches no backend.
                .. decision.RequestLimits.Any(limit => asked.Repeat > limit.Burst) ? ["None"] : Array.Empty<string>(),
            ],
            UpstreamPath = decision.UpstreamPath,
            Location = LocationIn(response),
            RequestHeaders = Lookup([.. sent, new("host", decision.UpstreamAuthority ?? "")]),
            ResponseHeaders = Lookup(response),
        };
    }

    private static string? LocationIn(IEnumerable<KeyValuePair<string, string>> headers) =>
        headers.FirstOrDefault(header => header.Key.Equals("location", StringComparison.OrdinalIgnoreCase)).Value;

    private static ILookup<string, string> Lookup(IEnumerable<KeyValuePair<string, string>> headers) =>
        headers.ToLookup(header => header.Key.ToLowerInvariant(), header => header.Value);
}
