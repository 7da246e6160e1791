using System.Management.Automation;
using SealosIstio.Migration.Connections;

namespace SealosIstio.Connections;

/// <summary>Lets <c>-Connection</c> take the name of an open connection as well as the object.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is not string name)
            return inputData;
        var open = ConnectionStore.Current.Connections;
        return open.FirstOrDefault(connection => connection.Name == name)
            ?? throw new ArgumentTransformationMetadataException(
                $"No open connection is called '{name}'. Open: {Names(open)}."
            );
    }

    private static string Names(IReadOnlyList<SealosConnection> open) =>
        open.Count == 0 ? "none" : string.Join(", ", open.Select(connection => $"'{connection.Name}'"));
}
