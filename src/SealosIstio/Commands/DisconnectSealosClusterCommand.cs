using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Connections;
using SealosIstio.Migration.Connections;

namespace SealosIstio.Commands;

/// <summary>Closes a connection; the one opened before it becomes the current one.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "SealosCluster", DefaultParameterSetName = "Connection")]
[OutputType(typeof(void))]
public sealed class DisconnectSealosClusterCommand : SealosCommand
{
    /// <summary>The connection to close. Default: the session's current one.</summary>
    [Parameter(ParameterSetName = "Connection", Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ConnectionTransformation]
    public SealosConnection? Connection { get; set; }

    /// <summary>Closes all connections of this session.</summary>
    [Parameter(ParameterSetName = "All", Mandatory = true)]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var store = ConnectionStore.Current;
        IReadOnlyList<SealosConnection> closing =
            All ? store.Connections
            : (Connection ?? store.Active) is { } one ? [one]
            : [];
        if (closing.Count == 0 && !All)
            WriteError(ErrorRecords.NotConnected());
        foreach (var connection in closing)
            Await(_ => connection.DisposeAsync().AsTask());
    }
}
