using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>One request, answered by nginx and by the gateway.</summary>
/// <param name="Host">The host of the Ingress that the request was made for; <c>*</c> for one without.</param>
/// <param name="Request">The request and what it tries, in words.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Nginx">What nginx decides, in short.</param>
/// <param name="Gateway">What the Istio gateway decides, in short.</param>
/// <param name="Differences">In what the two differ; empty when they are equal.</param>
/// <param name="Explanations">The findings that declare the differences.</param>
/// <param name="Undeclared">The differences that no finding declares.</param>
public sealed record RouteComparisonResult(
    string Host,
    string Request,
    string Scheme,
    string Method,
    string Path,
    string Nginx,
    string Gateway,
    IReadOnlyList<RouteDifference> Differences,
    IReadOnlyList<Finding> Explanations,
    IReadOnlyList<RouteDifference> Undeclared
)
{
    /// <summary>The configuration that decided in nginx.</summary>
    public string NginxRoute { get; init; } = "";

    /// <summary>The configuration that decided in the gateway.</summary>
    public string GatewayRoute { get; init; } = "";

    /// <summary>Whether both decide alike.</summary>
    public bool IsEqual => Differences.Count == 0;

    /// <summary>Whether every difference has a finding that declares it; true when there is none.</summary>
    public bool IsDeclared => Undeclared.Count == 0;
}
