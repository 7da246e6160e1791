using SealosIstio.Migration.Routing.Nginx.Controller;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>The certificates by host that the controller hands to nginx' Lua code.</summary>
internal sealed class CertificateTable
{
    // A host is in the table when it has any certificate, the controller's own (null) included.
    private readonly Dictionary<string, string?> secrets = new(StringComparer.Ordinal);
    private readonly string? fallback;

    public CertificateTable(GeneratedConfiguration configuration)
    {
        fallback = configuration.DefaultCertificate?.Secret;
        foreach (var server in configuration.Servers)
        {
            if (server.HasCertificate)
                secrets[server.Hostname] = server.Certificate?.Secret ?? fallback;
            foreach (var alias in server.Aliases)
                if (server.Certificate?.Covers(alias) == true)
                    secrets[alias] = server.Certificate.Secret;
        }
        foreach (var redirect in configuration.WwwRedirects)
            if (redirect.Certificate is { } certificate)
                secrets[redirect.From] = certificate.Secret;
    }

    /// <summary>True when the host has a certificate: only then does <c>ssl-redirect</c> redirect.</summary>
    public bool IsConfigured(string host) => Key(host) is not null;

    /// <summary>The Secret whose certificate is presented for a server name; null for the controller's own.</summary>
    public string? Presented(string serverName) => Key(serverName) is { } key ? secrets[key] : fallback;

    private string? Key(string host)
    {
        var name = (host.EndsWith('.') ? host[..^1] : host).ToLowerInvariant();
        if (secrets.ContainsKey(name))
            return name;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && secrets.ContainsKey("*" + name[dot..]) ? "*" + name[dot..] : null;
    }
}
