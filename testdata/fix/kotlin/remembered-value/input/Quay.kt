package harbour

import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import com.google.firebase.remoteconfig.FirebaseRemoteConfig

@Composable
fun Quay(config: FirebaseRemoteConfig) {
    val isNight = remember { config.getBoolean("night_ferry") }
    if (isNight) {
        Lamps()
    } else {
        Flags()
    }
}
