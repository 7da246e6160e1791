using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Connections;
using SealosIstio.Migration.Connections;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Commands;

/// <summary>Gets the connections that are open in this session, the current one first.</summary>
[Cmdlet(VerbsCommon.Get, "SealosConnection")]
[OutputType(typeof(SealosConnection))]
public sealed class GetSealosConnectionCommand : SealosCommand
{
    /// <summary>Names of connections; wildcards are allowed. Default: the current connection only.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var open = ConnectionStore.Current.Connections;
        var names = new NamePatterns(Name);
        foreach (var name in names.ExactNames.Where(name => open.All(connection => connection.Name != name)))
            WriteError(ErrorRecords.ConnectionNotFound(name));
        foreach (var connection in Name is null ? open.Take(1) : open.Where(each => names.Matches(each.Name)))
            WriteObject(connection);
    }
}
