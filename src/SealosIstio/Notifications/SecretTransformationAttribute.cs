using System.Management.Automation;
using System.Security;

namespace SealosIstio.Notifications;

/// <summary>
/// Lets a parameter that holds a secret take plain text as well: bound as a SecureString it shows up nowhere, neither in a log of bound
/// parameters nor in an object's view.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        var text = value switch
        {
            string plain => plain,
            Uri address => address.OriginalString,
            _ => null,
        };
        if (text is null)
            return inputData;
        var secret = new SecureString();
        foreach (var character in text)
            secret.AppendChar(character);
        secret.MakeReadOnly();
        return secret;
    }
}
