using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Tests.IstioValidation;

/// <summary>ValidateGateway of pkg/config/validation/validation.go.</summary>
internal static class GatewayRules
{
    private static readonly HashSet<string> Modes =
    [
        "PASSTHROUGH",
        "SIMPLE",
        "MUTUAL",
        "AUTO_PASSTHROUGH",
        "ISTIO_MUTUAL",
        "OPTIONAL_MUTUAL",
    ];

    public static IEnumerable<string> Check(Gateway gateway)
    {
        if (!NameRules.IsLabel(gateway.Metadata.Name ?? ""))
            yield return $"metadata.name: invalid gateway name '{gateway.Metadata.Name}'";
        var servers = gateway.Spec?.Servers ?? [];
        if (servers.Count == 0)
            yield return "spec.servers: gateway must have at least one server";
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < servers.Count; i++)
        {
            foreach (var problem in Server($"spec.servers[{i}]", servers[i]))
                yield return problem;
            if (servers[i].Port?.Name is { } name && !names.Add(name))
                yield return $"spec.servers[{i}].port.name: port names in servers must be unique: {name}";
        }
    }

    private static IEnumerable<string> Server(string field, Server server)
    {
        if (server.Hosts is not { Count: > 0 })
            yield return $"{field}.hosts: must contain at least one host";
        foreach (var problem in (server.Hosts ?? []).SelectMany(host => NameRules.ServerHost($"{field}.hosts", host)))
            yield return problem;
        if (server.Port is null)
        {
            yield return $"{field}.port: port is required";
            yield break;
        }
        if (!NameRules.IsKnown(server.Port.Protocol))
            yield return $"{field}.port.protocol: invalid protocol '{server.Port.Protocol}'";
        foreach (var problem in NameRules.Port($"{field}.port.number", server.Port.Number))
            yield return problem;
        if (server.Port.TargetPort > 0)
            yield return $"{field}.port.targetPort: has no impact on Gateways";
        if (string.IsNullOrEmpty(server.Port.Name))
            yield return $"{field}.port.name: must be set";
        if (server.Bind is { Length: > 0 } bind && !NameRules.IsAddress(bind))
            yield return $"{field}.bind: '{bind}' is not a valid IP";
        if (NameRules.IsTls(server.Port.Protocol) && server.Tls is null)
            yield return $"{field}.tls: server must have TLS settings for HTTPS/TLS protocols";
        if (
            !NameRules.IsTls(server.Port.Protocol)
            && server.Tls is { } plain
            && !IsRedirectOnly(server.Port.Protocol, plain)
        )
            yield return $"{field}.tls: server cannot have TLS settings for this protocol";
        foreach (var problem in Tls($"{field}.tls", server.Tls))
            yield return problem;
    }

    // Only httpsRedirect is allowed: everything else makes the server more than a pass-through one.
    private static bool IsRedirectOnly(string? protocol, ServerTlsSettings tls) =>
        NameRules.IsHttp(protocol)
        && tls.Mode is null or "PASSTHROUGH"
        && string.IsNullOrEmpty(tls.CaCertificates)
        && string.IsNullOrEmpty(tls.PrivateKey)
        && string.IsNullOrEmpty(tls.ServerCertificate);

    private static IEnumerable<string> Tls(string field, ServerTlsSettings? tls)
    {
        if (tls is null)
            yield break;
        if (tls.Mode is { } mode && !Modes.Contains(mode))
            yield return $"{field}.mode: unknown mode {mode}";
        var hasCredential = !string.IsNullOrEmpty(tls.CredentialName) || tls.CredentialNames is { Count: > 0 };
        var hasFiles = !string.IsNullOrEmpty(tls.ServerCertificate) && !string.IsNullOrEmpty(tls.PrivateKey);
        if (tls.Mode == "ISTIO_MUTUAL")
        {
            if (hasCredential || hasFiles || !string.IsNullOrEmpty(tls.CaCertificates))
                yield return $"{field}: ISTIO_MUTUAL TLS cannot have certificates of its own";
            yield break;
        }
        var sources =
            (string.IsNullOrEmpty(tls.CredentialName) ? 0 : 1)
            + (tls.CredentialNames is { Count: > 0 } ? 1 : 0)
            + (hasFiles ? 1 : 0)
            + (tls.TlsCertificates is null ? 0 : 1);
        if (sources > 1)
            yield return $"{field}: only one source of certificates should be specified";
        if (tls.Mode is not ("SIMPLE" or "MUTUAL" or "OPTIONAL_MUTUAL") || hasCredential)
            yield break;
        if (tls.Mode != "SIMPLE" && string.IsNullOrEmpty(tls.CaCertificates))
            yield return $"{field}: MUTUAL TLS requires a client CA bundle";
        if (!hasFiles && tls.TlsCertificates is null)
            yield return $"{field}: {tls.Mode} TLS requires a server certificate and a private key";
    }
}
