using System.Management.Automation;
using SealosIstio.Migration.Checkpoints;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Input;

/// <summary>Lets <c>-Checkpoint</c> take the file of a checkpoint as well as the object.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CheckpointTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        var path = value switch
        {
            string text => text,
            FileInfo file => file.FullName,
            _ => null,
        };
        if (path is null)
            return inputData;
        try
        {
            return CheckpointFile.Read(engineIntrinsics.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path));
        }
        catch (Exception exception)
            when (exception is ResourceException or IOException or UnauthorizedAccessException or SessionStateException)
        {
            throw new ArgumentTransformationMetadataException(exception.Message, exception);
        }
    }
}
