using SealosIstio.Migration.Routing.Nginx.Controller;
using SealosIstio.Migration.Routing.Nginx.Template;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>A server that requests meet. It is read when the first one does: most hosts of a large cluster never are.</summary>
internal sealed class ServerBlock
{
    private readonly Lazy<(Scope Scope, LocationTree Locations)> content;

    public ServerBlock(string name, Func<IReadOnlyList<Directive>> write, Scope http)
    {
        Name = name;
        content = new(() =>
        {
            var directives = write();
            var scope = new Scope(directives, http);
            return (scope, new LocationTree(directives, scope));
        });
    }

    /// <summary>The host of the Ingress rule; <c>_</c> for the catch-all.</summary>
    public string Name { get; }
    public Scope Scope => content.Value.Scope;
    public LocationTree Locations => content.Value.Locations;

    /// <summary>The server of the Ingresses; null for one that only redirects.</summary>
    public NginxServer? Source { get; init; }
}
