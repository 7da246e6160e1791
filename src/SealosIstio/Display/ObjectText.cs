using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Comparing;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Display;

/// <summary>What the views of SealosIstio.Format.ps1xml and SealosIstio.Types.ps1xml show. Not meant for scripts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ObjectText
{
    private const int ShownItems = 3;

    /// <summary>How long ago an object was created, as kubectl shows it: <c>42s</c>, <c>5m</c>, <c>3h12m</c>, <c>5d3h</c>, <c>2y14d</c>.</summary>
    public static string Age(KubernetesObject resource) => Age(resource, DateTimeOffset.UtcNow);

    /// <summary>The hosts that an object is about; a Secret's or Service's type; empty where there is nothing to tell.</summary>
    public static string Hosts(KubernetesObject resource) =>
        resource switch
        {
            VirtualService route => Join(route.Spec?.Hosts),
            Gateway gateway => Join((gateway.Spec?.Servers ?? []).SelectMany(server => server.Hosts ?? []).Distinct()),
            DestinationRule rule => rule.Spec?.Host ?? "",
            ServiceEntry entry => Join(entry.Spec?.Hosts),
            Certificate certificate => Join(certificate.Spec?.DnsNames),
            V1Ingress ingress => Join((ingress.Spec?.Rules ?? []).Select(rule => rule.Host ?? "*").Distinct()),
            _ => "",
        };

    /// <summary>The first few of a list, and how many more there are.</summary>
    public static string Join(IEnumerable<object>? items)
    {
        var all = items?.ToList() ?? [];
        var text = string.Join(", ", all.Take(ShownItems));
        return all.Count > ShownItems ? $"{text} +{all.Count - ShownItems}" : text;
    }

    /// <summary>A number with up to three digits after the point; empty for none.</summary>
    public static string Number(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The first few fields in which the objects differ.</summary>
    public static string Differences(ResourceComparison comparison) =>
        Join(comparison.Differences.Select(difference => difference.Field));

    /// <summary>The codes of some findings, each once.</summary>
    public static string Codes(IEnumerable<Finding>? findings) =>
        Join(findings?.Select(finding => finding.Code).Distinct());

    /// <summary>The whole object as JSON, which jobs and remoting carry along instead of its nested properties.</summary>
    public static string ManifestJson(PSObject instance) =>
        instance.BaseObject switch
        {
            SealosIngress ingress => KubernetesJson.Serialize(ingress.Ingress),
            { } resource => KubernetesJson.Serialize(resource),
        };

    internal static string Age(KubernetesObject resource, DateTimeOffset now)
    {
        if (
            !DateTimeOffset.TryParse(
                resource.Metadata.CreationTimestamp,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var created
            )
        )
            return "";
        var age = now - created;
        var (days, hours, minutes) = ((int)age.TotalDays, age.Hours, age.Minutes);
        return age switch
        {
            { TotalSeconds: < 0 } => "0s",
            { TotalMinutes: < 2 } => $"{(int)age.TotalSeconds}s",
            { TotalHours: < 1 } => $"{minutes}m",
            { TotalDays: < 1 } => minutes == 0 ? $"{hours}h" : $"{hours}h{minutes}m",
            { TotalDays: < 8 } => hours == 0 ? $"{days}d" : $"{days}d{hours}h",
            { TotalDays: < 730 } => $"{days}d",
            _ => days % 365 == 0 ? $"{days / 365}y" : $"{days / 365}y{days % 365}d",
        };
    }
}
