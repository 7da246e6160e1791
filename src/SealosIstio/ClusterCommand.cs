using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Connections;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Connections;

namespace SealosIstio;

/// <summary>The base of the cmdlets that work on a cluster.</summary>
public abstract class ClusterCommand : SealosCommand
{
    private SealosConnection? resolved;

    /// <summary>The connection to use. Default: the session's current one.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ConnectionTransformation]
    public SealosConnection? Connection { get; set; }

    /// <summary>The connection in force. Ends the cmdlet when there is none.</summary>
    protected SealosConnection ActiveConnection => resolved ??= Resolve();

    /// <summary>The cluster of the connection in force.</summary>
    protected IKubernetesCluster Cluster => ActiveConnection.Cluster;

    /// <summary>The connection in force; null when there is none.</summary>
    protected SealosConnection? KnownConnection => Connection ?? ConnectionStore.Current.Active;

    private SealosConnection Resolve()
    {
        var connection = KnownConnection;
        if (connection is null)
            ThrowTerminatingError(ErrorRecords.NotConnected());
        if (connection!.IsClosed)
            ThrowTerminatingError(ErrorRecords.ConnectionClosed(connection));
        return connection;
    }
}
