using System.Text.RegularExpressions;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Platform;

/// <summary>What can be told wrong of an installation before any tool runs.</summary>
internal static partial class IstioInstallCheck
{
    /// <summary>Refuses what can't be right, and says what would be.</summary>
    /// <exception cref="ResourceException">The message names field and value.</exception>
    public static void Require(ResourceIdentity identity, IstioInstallSettings settings)
    {
        CertificateNames.RequireObjectName(identity, "metadata.name", settings.Name);
        CertificateNames.RequireObjectName(identity, "metadata.namespace", settings.Namespace);
        if (!Release().IsMatch(settings.Version))
            throw CertificateNames.Invalid(identity, "version", settings.Version, "a release such as 1.20.2");
        IstioProfile.Require(settings.Profile, settings.Version);
        RequireReplicas(identity, "ingressGateways", settings.GatewayMinReplicas, settings.GatewayMaxReplicas);
        RequireReplicas(identity, "pilot", settings.PilotMinReplicas, settings.PilotMaxReplicas);
        foreach (
            var (field, resources) in new[]
            {
                ("ingressGateways", settings.GatewayResources),
                ("pilot", settings.PilotResources),
                ("proxy", settings.ProxyResources),
            }
        )
        {
            RequireQuantity(identity, $"{field}.resources.requests.cpu", resources.Cpu);
            RequireQuantity(identity, $"{field}.resources.requests.memory", resources.Memory);
            RequireRoom(identity, $"{field}.resources.limits.cpu", resources.Cpu, resources.CpuLimit);
            RequireRoom(identity, $"{field}.resources.limits.memory", resources.Memory, resources.MemoryLimit);
        }
    }

    private static void RequireReplicas(ResourceIdentity identity, string component, int minimum, int maximum)
    {
        if (minimum > maximum)
            throw CertificateNames.Invalid(
                identity,
                $"components.{component}.k8s.hpaSpec",
                $"{minimum}..{maximum}",
                "a minimum that isn't above the maximum"
            );
    }

    private static void RequireQuantity(ResourceIdentity identity, string field, string value)
    {
        if (!new ResourceQuantity(value).TryGetValue(out var amount) || amount <= 0)
            throw CertificateNames.Invalid(identity, field, value, "a quantity such as 500m or 2048Mi");
    }

    private static void RequireRoom(ResourceIdentity identity, string field, string request, string? limit)
    {
        if (limit is null)
            return;
        RequireQuantity(identity, field, limit);
        _ = new ResourceQuantity(request).TryGetValue(out var asked);
        _ = new ResourceQuantity(limit).TryGetValue(out var allowed);
        if (allowed < asked)
            throw CertificateNames.Invalid(identity, field, limit, $"at least what is requested, {request}");
    }

    [GeneratedRegex(@"^[1-9][0-9]*\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Release();
}
