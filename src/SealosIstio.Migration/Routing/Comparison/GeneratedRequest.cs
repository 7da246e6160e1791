namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>A request that was thought up, and what it tries.</summary>
/// <param name="Request">The request.</param>
/// <param name="Purpose">What it tries, such as <c>path with a letter more</c>.</param>
public sealed record GeneratedRequest(RoutingRequest Request, string Purpose)
{
    /// <summary>The request line with the headers, and the purpose.</summary>
    public override string ToString()
    {
        var port = Request.Port is { } number ? $":{number}" : "";
        var headers = string.Concat(Request.Headers.Select(header => $" [{header.Key}: {header.Value}]"));
        var source = Request.SourceIp.Equals(System.Net.IPAddress.Loopback) ? "" : $" from {Request.SourceIp}";
        var body = Request.BodyLength > 0 ? $" with {Request.BodyLength} bytes" : "";
        return $"{Request.Method} {Request.Scheme}://{Request.Host}{port}{Request.Target}{headers}{source}{body} ({Purpose})";
    }
}
