using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using SealosIstio.Migration.Connections;

namespace SealosIstio.Connections;

/// <summary>
/// The open connections of one runspace, the current one first. Per runspace and not static: the threads of
/// <c>ForEach-Object -Parallel</c> must not change each other's current connection.
/// </summary>
internal sealed class ConnectionStore
{
    private static readonly ConditionalWeakTable<Runspace, ConnectionStore> Stores = [];

    private readonly List<SealosConnection> connections = [];

    /// <summary>The store of the calling runspace.</summary>
    public static ConnectionStore Current =>
        Stores.GetValue(Runspace.DefaultRunspace, static _ => new ConnectionStore());

    /// <summary>The open connections, the current one first.</summary>
    public IReadOnlyList<SealosConnection> Connections
    {
        get
        {
            // A connection may have been closed in another runspace.
            connections.RemoveAll(connection => connection.IsClosed);
            return [.. connections];
        }
    }

    /// <summary>The current connection; null when none is open.</summary>
    public SealosConnection? Active => Connections is [var first, ..] ? first : null;

    /// <summary>Adds a connection and makes it the current one.</summary>
    public void Add(SealosConnection connection) => connections.Insert(0, connection);
}
