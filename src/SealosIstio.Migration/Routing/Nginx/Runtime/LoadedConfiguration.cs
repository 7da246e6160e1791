using SealosIstio.Migration.Routing.Nginx.Controller;
using SealosIstio.Migration.Routing.Nginx.Template;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>The configuration that nginx runs with.</summary>
internal sealed class LoadedConfiguration
{
    private readonly ServerNames names = new();

    public LoadedConfiguration(GeneratedConfiguration generated)
    {
        Generated = generated;
        Http = new Scope(HttpTemplate.Write(generated), parent: null);
        foreach (var redirect in generated.WwwRedirects)
            names.AddHost(
                redirect.From,
                new ServerBlock(redirect.From, () => ServerTemplate.Write(redirect, generated.Settings), Http)
            );
        ServerBlock? catchAll = null;
        foreach (var server in generated.Servers)
        {
            var block = new ServerBlock(server.Hostname, () => ServerTemplate.Write(server, generated), Http)
            {
                Source = server,
            };
            if (server.Hostname == ServerTable.CatchAll)
                catchAll = block;
            names.AddHost(server.Hostname, block);
            foreach (var alias in server.Aliases)
                names.AddName(alias, block);
        }
        Default = catchAll!;
        Certificates = new CertificateTable(generated);
    }

    public GeneratedConfiguration Generated { get; }
    public ControllerSettings Settings => Generated.Settings;
    public Scope Http { get; }
    public ServerBlock Default { get; }
    public CertificateTable Certificates { get; }
    public PatternCache Patterns { get; } = new();

    public ServerBlock FindServer(string host) => names.Find(host) ?? Default;
}
