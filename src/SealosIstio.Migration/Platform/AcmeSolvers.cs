using System.Text.Json;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Platform;

/// <summary>
/// Whether an issuer can prove a name: RFC 8555 has no HTTP challenge for wildcards, and cert-manager finds that out only after the
/// order was made, as a Certificate that never becomes ready.
/// </summary>
internal static class AcmeSolvers
{
    /// <summary>Refuses a wildcard for which an ACME issuer has HTTP-01 only. Other issuers take any name.</summary>
    public static void RefuseUnprovable(KubernetesObject issuer, string dnsName)
    {
        var spec = issuer switch
        {
            ClusterIssuer cluster => cluster.Spec,
            Issuer local => local.Spec,
            _ => null,
        };
        if (spec?.Acme is not { } acme || !dnsName.StartsWith("*.", StringComparison.Ordinal))
            return;
        var solvers = (acme.Solvers ?? []).Where(solver => AppliesTo(solver, dnsName)).ToList();
        if (solvers.Any(solver => solver.Dns01 is { ValueKind: JsonValueKind.Object }))
            return;
        var identity = ResourceIdentity.Of(issuer);
        throw new ResourceException(
            ResourceProblem.Invalid,
            identity,
            solvers.Count == 0
                ? $"{identity}: spec.acme.solvers: none of them is for '{dnsName}'."
                : $"{identity}: spec.acme.solvers: '{dnsName}' is a wildcard, and HTTP-01 can't prove one.",
            "Use an issuer with a DNS-01 solver for it, such as New-IstioCertificateIssuer -Solver Dns01Cloudflare, or name the hosts one by one."
        );
    }

    // cert-manager: a solver without selector, or with an empty one, is for every name; label selectors depend on the Certificate.
    private static bool AppliesTo(AcmeSolver solver, string dnsName)
    {
        if (solver.Selector is not { ValueKind: JsonValueKind.Object } selector)
            return true;
        var names = Texts(selector, "dnsNames");
        var zones = Texts(selector, "dnsZones");
        return names.Count + zones.Count == 0
            || names.Contains(dnsName)
            || zones.Any(zone => dnsName.EndsWith("." + zone, StringComparison.Ordinal) || dnsName == zone);
    }

    private static List<string> Texts(JsonElement selector, string field) =>
        selector.TryGetProperty(field, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => item.ToString())]
            : [];
}
